# SPDX-License-Identifier: MIT
"""What the parts of scripts/torture share: places in which tixdb works, their content as text, findings."""
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

# As tests/support/stored_content.cpp: what differs from run to run.
OF_THE_RUN = {"computed_ms", "formed_ms", "observations_pruned_ms", "superseded_ms", "queued_ms", "pinned_ms",
              "first_seen_ms", "changed_ms", "found_ms", "observations"}
LONGEST_COMMAND_S = 120
SIMULATION = ["--installations-per-user", "2", "--from", "2026-03-01T10:00:00Z", "--vary-clocks", "--loss", "0.01",
              "--resent-share", "0.05"]


class Programs:
    """The built programs below a build folder."""

    def __init__(self, build):
        self.tixdb = build / "tixdb"
        self.stand_in = build / "fake_tix_api"
        self.failing_call = build / "libfailing_call.so"


class Findings:
    """Collects what does not hold, from any thread. Printed at once, with what is needed to see it again."""

    def __init__(self, seed):
        self.seed = seed
        self.count = 0
        self._lock = threading.Lock()

    def expect(self, holds, what, detail=""):
        if holds:
            return True
        with self._lock:
            self.count += 1
            if self.count <= 50:
                shown = "\n".join("    " + line for line in str(detail).splitlines()[:12])
                print(f"FOUND (seed {self.seed}): {what}\n{shown}", flush=True)
        return False


class Ended:
    """How a command ended: code (below 0: by that signal), text (both streams), seconds."""

    def __init__(self, code, text, seconds):
        self.code = code
        self.text = text
        self.seconds = seconds


class StandIn:
    """fake_tix_api in a process of its own, which writes down each row that it stores."""

    def __init__(self, programs, folder, delay_ms=2, trouble_percent=0, seed=1):
        self.rows_file = folder / "rows"
        self.port_file = folder / "port"
        self.rows_file.unlink(missing_ok=True)
        self.command = [programs.stand_in, "--port-file", self.port_file, "--rows-file", self.rows_file, "--delay-ms", str(delay_ms),
                        "--trouble-percent", str(trouble_percent), "--seconds", "86400"]
        self.seed = seed
        self.start(0)
        self.environment = {"TIX_API_HOST": "127.0.0.1", "TIX_API_PORT": self.port,
                            "TIX_API_USER": "publisher", "TIX_API_PASSWORD": "sEcret-päss"}

    def start(self, port):
        self.port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(self.command + ["--port", str(port), "--seed", str(self.seed)], stdout=subprocess.DEVNULL)
        while not self.port_file.exists():
            if self.process.poll() is not None:
                raise RuntimeError("fake_tix_api does not start")
            time.sleep(0.002)
        self.port = self.port_file.read_text().strip()

    def restart(self):
        """Killed, with all that it was answering, and started again with the rows that it had stored."""
        self.process.kill()
        self.process.wait()
        self.seed += 1
        self.start(self.port)

    def rows(self):
        return sorted(self.rows_file.read_text().splitlines()) if self.rows_file.exists() else []

    def end(self):
        self.process.terminate()
        self.process.wait()


class Place:
    """A folder with reports, a database and a stand-in for tix-api."""

    def __init__(self, programs, folder, template=None):
        self.programs = programs
        self.folder = folder
        if template is None:
            folder.mkdir(parents=True)
        else:
            shutil.copytree(template, folder, symlinks=True)
        self.reports = folder / "reports"
        self.moved = folder / "moved"
        self.database = folder / "tixdb.sqlite"
        (folder / "tixdb.conf").touch()
        self.environment = {"PATH": os.environ["PATH"], "TIXDB_CONFIG": str(folder / "tixdb.conf"),
                            "TIXDB_DATABASE": str(self.database), "TIX_REPORTS_BASE_PATH": str(self.reports),
                            "TIXDB_SETTLE_DELAY": "300ms", "TIXDB_RETRY_BASE": "10ms", "TIXDB_RETRY_CAP": "50ms"}
        self.stand_in = None

    def open_stand_in(self, **options):
        self.stand_in = StandIn(self.programs, self.folder, **options)
        self.environment.update(self.stand_in.environment)
        return self

    def rows(self):
        return self.stand_in.rows() if self.stand_in else []

    def words(self, arguments):
        """{moved} and {folder} in arguments are this place's."""
        return [self.programs.tixdb] + [word.format(moved=self.moved, folder=self.folder) for word in arguments]

    def start(self, arguments, environment=None, **options):
        return subprocess.Popen(self.words(arguments), env={**self.environment, **(environment or {})},
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)

    def run(self, arguments, environment=None, longest_s=LONGEST_COMMAND_S, **options):
        begin = time.monotonic()
        process = self.start(arguments, environment, **options)
        try:
            text = process.communicate(timeout=longest_s)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            text = process.communicate()[0] + b"\n[did not end]"
        return Ended(process.returncode, text.decode(errors="backslashreplace"), time.monotonic() - begin)

    def kill_within(self, arguments, seconds, random):
        """Starts it and kills it after a random part of this time. True if the signal found it alive."""
        process = self.start(arguments)
        time.sleep(random.random() * seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL

    def copies(self):
        """What `split` and `merge` have made here: by name, whether it is whole and what `verify --digest` says that it holds."""
        made = {}
        for path in sorted(self.folder.glob("shard-*.sqlite")) + sorted(self.folder.glob("whole.sqlite")):
            with opened(path) as database:
                verdict = [row[0] for row in database.execute("PRAGMA integrity_check")]
            made[path.name] = f"{verdict} {self.run(['verify', '--digest', '--format', 'csv', '-d', str(path)]).text}"
        return made

    def partial_copies(self):
        """Files that `split` and `merge` were at work on."""
        return sorted(path.name for path in self.folder.glob("*.partial-*"))

    def files(self):
        """The report files that are in their place."""
        return {path.relative_to(self.reports) for path in self.reports.rglob("*.json")}

    def moved_files(self):
        return {path.relative_to(self.moved) for path in self.moved.rglob("*.json")} if self.moved.exists() else set()

    def end(self):
        if self.stand_in:
            self.stand_in.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def simulated(programs, folder, installations, duration, seed):
    """Report files of that many clients below folder/reports; the digest of each file's message."""
    subprocess.run([programs.tixdb, "simulate", "--quiet", "--output", folder, "--installations", str(installations),
                    "--duration", duration, "--seed", str(seed)] + SIMULATION, check=True, stdin=subprocess.DEVNULL)
    digests = {}
    for path in (folder / "reports").rglob("*.json"):
        message = base64.b64decode(json.loads(path.read_bytes())["message"])
        digests[path.relative_to(folder / "reports")] = hashlib.sha256(message).hexdigest()
    return digests


def rows_of(database, sql):
    return [dict(row) for row in database.execute(sql)]


@contextlib.contextmanager
def opened(path):
    """For reading; for writing where a transaction has to be rolled back first, which only a writer can do."""
    for mode in ("ro", "rw"):
        database = sqlite3.connect(f"file:{path}?mode={mode}", uri=True, timeout=30)
        database.row_factory = sqlite3.Row
        try:
            database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            break
        except sqlite3.OperationalError:
            database.close()
            if mode == "rw":
                raise
    try:
        yield database
    finally:
        database.close()


def as_text(row):
    """A row without row ids, runs and times of work."""
    keys = ("user_id", "installation_id")
    kept = {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()
            if name not in OF_THE_RUN and (name in keys or not name.endswith("_id"))}
    return json.dumps(kept, sort_keys=True)


def content(path):
    """What a database holds, a line for each report, window, result and its queued item, and table of networks."""
    with opened(path) as database:
        probes = {}
        for row in rows_of(database, "SELECT * FROM v_observation ORDER BY report_id, ordinal"):
            probes.setdefault(row["report_id"], []).append(tuple(pair for pair in row.items() if pair[0] != "report_id"))
        waiting = {row["report_id"] for row in rows_of(database, "SELECT report_id FROM unprocessed_report")}
        digest = {}
        lines = []
        for row in rows_of(database, "SELECT * FROM report LEFT JOIN report_signature USING (report_id)"):
            digest[row["report_id"]] = row["digest"].hex()
            seen = hashlib.sha256(repr(probes.get(row["report_id"], [])).encode()).hexdigest()
            lines.append(f"report {as_text(row)} probes {seen} waits {row['report_id'] in waiting}")
        members = {}
        for row in rows_of(database, "SELECT window_id, report_id FROM window_report"):
            members.setdefault(row["window_id"], []).append(digest[row["report_id"]])
        windows = {}
        for row in rows_of(database, "SELECT * FROM window"):
            reports = hashlib.sha256("".join(sorted(members.get(row["window_id"], []))).encode()).hexdigest()
            windows[row["window_id"]] = f"window {as_text(row)} of {reports}"
            if row["superseded_ms"] is None:
                lines.append(windows[row["window_id"]])
        queued = {row["result_id"]: row for row in rows_of(database, "SELECT * FROM outbox")}
        for row in rows_of(database, "SELECT * FROM result WHERE superseded_ms IS NULL"):
            item = queued.get(row["result_id"])
            body = f"queued {item['ip']} {item['body']}" if item else "not queued"
            lines.append(f"result of {windows[row['window_id']]}: {as_text(row)} {body}")
        for row in rows_of(database, "SELECT * FROM as_prefix"):
            lines.append(f"prefix {as_text(row)}")
    return sorted(lines)


def stored_digests(path):
    if not path.exists() or path.stat().st_size == 0:
        return set()
    with opened(path) as database:
        if not database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'report'").fetchone()[0]:
            return set()
        return {row[0].hex() for row in database.execute("SELECT digest FROM report")}


def expect_sound(findings, place, digests, when):
    """The database is whole, and no file is gone whose report is not in it."""
    try:
        if place.database.exists() and place.database.stat().st_size > 0:
            with opened(place.database) as database:
                verdict = [row[0] for row in database.execute("PRAGMA integrity_check")]
                findings.expect(verdict == ["ok"], f"integrity after {when}", verdict)
                orphans = database.execute("PRAGMA foreign_key_check").fetchall()
                findings.expect(not orphans, f"foreign keys after {when}", [tuple(row) for row in orphans])
        stored = stored_digests(place.database)
    except sqlite3.Error as error:
        findings.expect(False, f"the database cannot be read after {when}", error)
        return
    in_place = place.files()
    moved = place.moved_files()
    lost = [str(file) for file, digest in digests.items() if file not in in_place and digest not in stored]
    findings.expect(not lost, f"files are gone that are not stored after {when}", lost)
    if moved:
        absent = [str(file) for file in digests if file not in in_place and file not in moved]
        findings.expect(not absent, f"files are in neither place after {when}", absent)


def expect_copies(findings, place, expected, least, when):
    """Each of these copies is there, the others are whole or not there at all. Returns the names of those that are there."""
    found = place.copies()
    for name, text in found.items():
        findings.expect(text == expected.get(name), f"{name} is not whole after {when}",
                        differences(expected.get(name, "").splitlines(), text.splitlines()))
    findings.expect(least <= set(found), f"copies are gone after {when}", sorted(least - set(found)))
    return set(found)


def differences(expected, found):
    """Of two sorted lists of lines, what is in one alone."""
    left, right = set(expected), set(found)
    lines = [f"missing: {line}" for line in sorted(left - right)] + [f"more:    {line}" for line in sorted(right - left)]
    return "\n".join(line[:600] for line in lines) or f"{len(expected)} and {len(found)} lines: some are there twice"
