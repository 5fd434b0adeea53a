# SPDX-License-Identifier: MIT
"""kill -9 at random moments of every command that writes: afterwards all is as if nothing had happened."""
import random
import sqlite3
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from fixture import Place, content, differences, expect_copies, expect_sound, opened

KILLS_OF_A_STEP = 3
PARALLEL = 10
TABLE = "198.51.100.0/24 64500\n203.0.113.0/24 64501\n2001:db8::/32 64502\n"

BACKUP = "{folder}/backup.sqlite"
SPLIT = ["split", "--into", "2", "--overwrite", "{folder}/shard-{{}}.sqlite"]
MERGE = ["merge", "--overwrite", "{folder}/whole.sqlite", "{folder}/shard-0.sqlite", "{folder}/shard-1.sqlite"]


def forget_views(place):
    """As a database that an earlier version of the program has left: the next command makes them anew."""
    database = sqlite3.connect(place.database)
    for name in [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]:
        database.execute(f"DROP VIEW {name}")
    database.execute("UPDATE schema_views SET digest = 'of an earlier one'")
    database.commit()
    database.close()


def add_older_reports(place):
    """Of the same clients, three days before."""
    subprocess.run([place.programs.tixdb, "simulate", "--quiet", "--force", "--output", place.folder, "--installations", "4",
                    "--installations-per-user", "2", "--from", "2026-02-26T10:00:00Z", "--duration", "90min"],
                   check=True, stdin=subprocess.DEVNULL)


def at_their_times(place):
    """As if each item had been sent, and each run begun, at the time of the oldest reports: ages count from the newest."""
    database = sqlite3.connect(place.database)
    database.execute("UPDATE outbox SET queued_ms = last_s * 1000, sent_ms = iif(sent_ms IS NULL, NULL, last_s * 1000)")
    database.execute("UPDATE run SET started_ms = 1772064000000 + run_id")
    database.commit()
    database.close()


def add_a_refusal(place):
    """Of a file that was there three days before, and is gone."""
    database = sqlite3.connect(place.database)
    database.execute("INSERT INTO rejected VALUES (NULL, '1/1/gone.json', 'not_json', '', NULL, 1, 1, 1, 1772064000000, 1772064000000, 1, 1)")
    database.commit()
    database.close()


PRUNE_ALL = ["prune", "--observations-older-than", "1d", "--results-older-than", "1d", "--sent-older-than", "1d",
             "--runs-older-than", "1d", "--rejected-older-than", "1d"]

# Before the kills, undisturbed; then each step is killed and run to its end.
SCENARIOS = {
    "files kept": ([], [["ingest"], ["process"], ["publish"]]),
    "files deleted": ([], [["ingest", "--after", "delete"], ["process"], ["publish"]]),
    "files moved": ([], [["ingest", "--after", "move:{moved}"], ["process"], ["publish"]]),
    "all in one": ([], [["run", "--after", "delete"]]),
    "history computed again": ([["ingest"], ["process"], ["publish"]],
                               [["reprocess", "--epsilon-down", "40", "--publish"], ["publish"]]),
    "table of networks": ([["ingest"]], [["asn", "import", "{folder}/table.txt"], ["process"]]),
    "schema": ([], [["asn", "import", "{folder}/table.txt"]]),
    "views": ([["ingest"], ["process"], forget_views], [["config", "set", "epsilon-up", "24"]]),
    "observations pruned": ([add_older_reports, ["ingest"], ["process"]],
                            [["prune", "--observations-older-than", "1d"], ["ingest"], ["process"]]),
    "results pruned": ([add_older_reports, ["ingest"], ["process"], ["publish"], at_their_times],
                       [["prune", "--observations-older-than", "1d", "--results-older-than", "1d"], ["ingest"], ["process"],
                        ["publish"]]),
    # What is queued again is looked up where its items are pruned.
    "items, runs and refusals pruned": (
        [add_older_reports, ["ingest"], ["process"], ["publish"], ["reprocess", "--epsilon-down", "40", "--publish"], ["publish"],
         at_their_times, add_a_refusal],
        [["prune", "--sent-older-than", "1d", "--runs-older-than", "1d", "--rejected-older-than", "1d"],
         ["reprocess", "--publish"], ["publish"], ["reprocess", "--epsilon-down", "90", "--publish"], ["publish"]]),
    "forgotten": ([["ingest"], ["process"], ["publish"]], [["forget", "1"], ["ingest"], ["process"], ["publish"]]),
    "archive": ([["ingest"], ["process"]], [["archive", "{folder}/archive"]]),
    "archive taken in": ([add_older_reports, ["ingest"], ["process"], ["archive", "{folder}/archive"],
                          ["prune", "--observations-older-than", "1d"]], [["ingest", "--archive", "{folder}/archive"]]),
    "backup": ([["ingest"], ["process"]], [["backup", "--overwrite", BACKUP]]),
    "split and merged": ([["ingest"], ["process"], ["publish"]], [SPLIT, MERGE]),
    # With files of these names in place: each stays until the new one is whole.
    "split and merged again": ([["ingest"], ["process"], ["publish"], SPLIT, MERGE], [MERGE, SPLIT]),
    # What was sent since the backup was made is not sent again.
    "restore": ([["ingest", "--files-from", "{folder}/half.txt"], ["process"], ["publish"], ["backup", BACKUP], ["ingest"],
                 ["process"], ["publish", "--limit", "3"]],
                [["restore", BACKUP], ["ingest"], ["process"], ["publish"]]),
    "restore of what is pruned": ([["ingest"], ["process"], ["publish"], ["backup", BACKUP], add_older_reports, ["ingest"],
                                   ["process"], ["publish"], at_their_times, PRUNE_ALL],
                                  [["restore", BACKUP], ["ingest"], ["process"], ["publish"], PRUNE_ALL]),
}


class Reference:
    """What comes of a scenario without kills, and how long each of its steps takes."""

    def __init__(self, place, steps):
        self.seconds = []
        for arguments in steps:
            ended = place.run(arguments + ["--wait", "30s"])
            if ended.code != 0:
                raise RuntimeError(f"{' '.join(arguments)} ended with {ended.code}: {ended.text}")
            self.seconds.append(ended.seconds)
        self.content = content(place.database)
        self.rows = place.rows()
        self.copies = place.copies()


class Kills:
    def __init__(self, programs, folder, template, digests, findings):
        self.programs = programs
        self.folder = folder
        self.template = template
        self.digests = digests
        self.findings = findings
        self.lock = threading.Lock()
        self.kills = 0
        self.rounds = 0
        self.places = 0

    def make_place(self, before):
        with self.lock:
            self.places += 1
            number = self.places
        place = Place(self.programs, self.folder / f"kills-{number}", self.template).open_stand_in()
        (place.folder / "table.txt").write_text(TABLE)
        files = sorted(place.files(), key=lambda file: (place.reports / file).stat().st_mtime)
        (place.folder / "half.txt").write_text("\n".join(str(file) for file in files[:len(files) // 2]))
        for step in before:
            if callable(step):
                step(place)
                continue
            ended = place.run(step)
            self.findings.expect(ended.code == 0, f"{' '.join(step)} before any kill ends with {ended.code}", ended.text)
        return place

    def reference(self, name):
        before, steps = SCENARIOS[name]
        place = self.make_place(before)
        try:
            return Reference(place, steps)
        finally:
            place.end()

    def kill(self, place, arguments, seconds, copies, moments):
        command = " ".join(arguments)
        there = set(place.copies())
        for _ in range(KILLS_OF_A_STEP):
            if place.kill_within(arguments, seconds, moments):
                with self.lock:
                    self.kills += 1
            else:
                seconds /= 2  # the signal came too late: sooner the next time
            expect_sound(self.findings, place, self.digests, f"kill -9 of {command}")
            self.expect_backup_whole(place, f"kill -9 of {command}")
            there = expect_copies(self.findings, place, copies, there, f"kill -9 of {command}")
        ended = place.run(arguments + ["--wait", "30s"])
        self.findings.expect(ended.code == 0, f"{command} after kill -9 ends with {ended.code}", ended.text)
        expect_sound(self.findings, place, self.digests, command)
        expect_copies(self.findings, place, copies, there, command)
        self.findings.expect(not place.partial_copies(), f"{command} leaves what kills have left", place.partial_copies())

    def expect_backup_whole(self, place, when):
        """Or none. (The one that a restore is killed with stays as it is.)"""
        backup = place.folder / "backup.sqlite"
        if not backup.exists():
            return
        with opened(backup) as database:
            verdict = [row[0] for row in database.execute("PRAGMA integrity_check")]
            reports = database.execute("SELECT count(*) FROM report").fetchone()[0]
        self.findings.expect(verdict == ["ok"] and reports > 0, f"the backup is not whole after {when}", verdict)

    def torture(self, name, expected, moments):
        """One round of a scenario."""
        before, steps = SCENARIOS[name]
        place = self.make_place(before)
        try:
            for arguments, seconds in zip(steps, expected.seconds):
                self.kill(place, arguments, seconds, expected.copies, moments)
            self.expect_as_undisturbed(place, expected, name)
        except sqlite3.Error as error:
            self.findings.expect(False, f"{name}: the database cannot be read after kills", error)
        finally:
            place.end()
        with self.lock:
            self.rounds += 1

    def expect_as_undisturbed(self, place, expected, name):
        found = content(place.database)
        self.findings.expect(found == expected.content, f"{name}: other content after kills",
                             differences(expected.content, found))
        rows = place.rows()
        self.findings.expect(rows == expected.rows, f"{name}: other rows at the stand-in after kills",
                             differences(expected.rows, rows))
        copies = place.copies()
        self.findings.expect(copies == expected.copies, f"{name}: other copies after kills", sorted(copies))
        with opened(place.database) as database:
            open_items = database.execute("SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'superseded')"
                                          ).fetchone()[0]
        if expected.rows:
            self.findings.expect(open_items == 0, f"{name}: {open_items} items are not sent after kills")

    def run(self, is_over):
        """Rounds of all scenarios at once, of each at least one, until is_over() says so."""
        def rounds_of(name):
            moments = random.Random(f"{self.findings.seed} {name}")
            expected = self.reference(name)
            self.torture(name, expected, moments)
            while not is_over():
                self.torture(name, expected, moments)

        with ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(rounds_of, SCENARIOS))

    def summary(self):
        return f"{self.kills} kills in {self.rounds} rounds"
