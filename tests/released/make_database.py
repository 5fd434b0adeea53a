#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the database that is kept of a version, so that every later one is tested to open it and to go on with it:

    tests/released/make_database.py [BUILD]      BUILD (build/release) has tixdb and fake_tix_api

writes tests/released/<version>.sqlite.gz, with rows of every kind, <version>.digest.ndjson, what `verify --digest` says of it, and
migrations.sha256, by which the migrations are known that must not change any more. To be done for each version, right before it is
released, and never afterwards. All reports are the simulator's."""
import contextlib
import gzip
import hashlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
LARGEST_BYTES = 300 * 1024
NO_BOOT = "00000000-0000-0000-0000-000000000000"
# Addresses that tix-api's table of networks would cover, but for that of installation 4.
NETWORKS = "200.0.2.0/30 64500\n200.0.2.32/27 64501\n2001:db8::/32 64502\n"
NAMES = "64500\tFIRST-NETWORK\n64501\tSECOND-NETWORK\n"
FAILED_REPORT = {"results": {"timestamp": 1505080698,
                             "upstream": {"usage": 0.25, "quality": 1.0, "hurst": {"rs": 0.5, "wavelet": 0.5}},
                             "downstream": {"usage": 0.5, "quality": 0.5, "hurst": {"rs": 0.5, "wavelet": 0.5}}},
                 "ip": "200.0.2.1"}


class Maker:
    def __init__(self, build, folder):
        self.tixdb = build / "tixdb"
        self.stand_in = build / "fake_tix_api"
        self.folder = folder
        # Nothing of whoever makes it: the paths that are stored are relative, and so none of this machine's.
        self.environment = {"PATH": os.environ["PATH"], "TIXDB_CONFIG": "/dev/null"}

    def run(self, *words, database="tixdb.sqlite", codes=(0,), environment=None):
        ended = subprocess.run([self.tixdb, *map(str, words), "--database", database], cwd=self.folder, stdin=subprocess.DEVNULL,
                               env={**self.environment, **(environment or {})}, capture_output=True, text=True, check=False)
        if ended.returncode not in codes:
            sys.exit(f"{' '.join(map(str, words))} ended with {ended.returncode}: {ended.stderr}")
        return ended.stdout

    def sql(self, text, *values):
        with contextlib.closing(sqlite3.connect(self.folder / "tixdb.sqlite", timeout=30)) as database:
            rows = database.execute(text, values).fetchall()
            database.commit()
        return rows

    def simulate(self, user, first, count, begin, duration, *more, output="."):
        subprocess.run([self.tixdb, "simulate", "--quiet", "--force", "--output", output, "--first-user", str(user), "--first-installation",
                        str(first), "--installations", str(count), "--installations-per-user", str(count), "--from", begin,
                        "--duration", duration, "--access", "dsl", *more], cwd=self.folder, env=self.environment, check=True)

    @contextlib.contextmanager
    def server(self, *options):
        """fake_tix_api with these options; what publish has to be told of it."""
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        process = subprocess.Popen([self.stand_in, "--port-file", port_file, *options], stdout=subprocess.DEVNULL)
        try:
            while not port_file.exists():
                time.sleep(0.01)
            yield {"TIX_API_HOST": "127.0.0.1", "TIX_API_PORT": port_file.read_text().strip(), "TIX_API_USER": "publisher",
                   "TIX_API_PASSWORD": "sEcret-päss"}
        finally:
            process.kill()
            process.wait()

    def publish(self, limit, *more, options=(), codes=(0, 75, 78)):
        with self.server(*options) as environment:
            self.run("publish", "--in-flight", 1, "--limit", limit, *more, environment=environment, codes=codes)

    def kill_while_it_sends(self):
        with self.server("--usual", "hang") as server:
            process = subprocess.Popen([self.tixdb, "publish", "--in-flight", "1", "--limit", "9", "--quiet", "--database", "tixdb.sqlite"],
                                       cwd=self.folder, env={**self.environment, **server}, stdin=subprocess.DEVNULL)
            while "sending" not in self.states() and process.poll() is None:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()

    def states(self):
        return dict(self.sql("SELECT state, count(*) FROM outbox GROUP BY state"))


def take_in(maker):
    """Three clients, one of them with a pause and older reports too, a table of networks, rates; late and refused files."""
    folder = maker.folder
    (folder / "networks.txt").write_text(NETWORKS)
    (folder / "names.txt").write_text(NAMES)
    maker.run("asn", "import", "networks.txt", "--names", "names.txt", "--valid-from", "2026-01-01")
    maker.run("config", "set", "epsilon-up", 24)
    maker.run("forget", 9)
    maker.run("link", "set", 1, 2, "--down", 1.5, "--up", 0.5, "--from", "2026-02-01T00:00:00Z")
    maker.simulate(1, 1, 1, "2026-02-26T10:00:00Z", "22min", "--first-ip", "200.0.2.1")
    maker.simulate(1, 1, 2, "2026-03-01T10:00:00Z", "37min", "--first-ip", "200.0.2.1", "--vary-clocks", "--loss", "0.01", "--resent-share",
                   "0.05", "--clock-step", "40ms@30min", "--wrong-probes", "final-before-initial:3@20min", "--down-utilisation", "0.2,0.8")
    maker.simulate(2, 3, 1, "2026-03-01T10:00:00Z", "20min", "--first-ip", "200.0.2.33")
    maker.simulate(2, 4, 1, "2026-03-01T10:00:00Z", "20min", "--first-ip", "203.0.114.1")
    (folder / "reports/1/1/tix-report-1.json").write_text("no report")
    os.utime(folder / "reports/1/1/tix-report-1.json", (1_500_000_000, 1_500_000_000))
    late = sorted((folder / "reports/1/2").glob("*.json"))[3]
    late.rename(folder / "late")
    maker.run("ingest", "reports")
    # What no simulated client sends: a probe of another size.
    report, observation = maker.sql("SELECT report_id, first_observation_id FROM report WHERE installation_id = 3 ORDER BY 1 LIMIT 1")[0]
    maker.sql("INSERT INTO observation_exception VALUES (?, 'S', 1000)", observation + 5)
    maker.sql("UPDATE report SET exception_count = 1 WHERE report_id = ?", report)
    maker.run("process")
    (folder / "late").rename(late)
    maker.run("ingest", "reports")
    maker.run("process")


def change_a_key(maker):
    """Reports that say to be of installation 4, with the key of another: refused, and trusted then."""
    maker.simulate(2, 5, 1, "2026-03-01T10:20:00Z", "3min", "--first-ip", "203.0.114.1", output="reinstalled")
    for file in sorted((maker.folder / "reinstalled/reports/2/5").glob("*.json")):
        report = {**json.loads(file.read_text()), "installationId": 4}
        (maker.folder / "reports/2/4" / file.name).write_text(json.dumps(report))
    maker.run("ingest", "reports")
    keys = json.loads(maker.run("trust", 2, 4, "--format", "json"))["keys"]
    maker.run("trust", 2, 4, "--key", next(key["key"] for key in keys if key["state"] == "refused"))
    maker.run("ingest", "reports")


def other_database(maker):
    """To be merged with the first: it has a key of its own for what is forgotten."""
    maker.simulate(3, 7, 2, "2026-03-01T10:00:00Z", "22min", "--first-ip", "200.0.2.40", output="other")
    for words in (["ingest", "other/reports"], ["config", "set", "epsilon-up", 24], ["process"], ["forget", 3, 8]):
        maker.run(*words, database="other.sqlite")


def merge(maker):
    (maker.folder / "tixdb.sqlite").rename(maker.folder / "first.sqlite")
    maker.run("merge", "tixdb.sqlite", "first.sqlite", "other.sqlite", database="unused.sqlite")


def publish_some(maker):
    maker.publish(3, "--hold-unroutable")


def publish_with_trouble(maker):
    """Items in every state."""
    maker.publish(3, "--hold-unroutable", options=["--trouble-percent", "50", "--trouble", "422", "--seed", "1"])
    maker.publish(1, options=["--usual", "stored-cut"])
    maker.publish(1, "--api-port", 9, "--connect-timeout", "1s", "--retry-base", "1h", "--retry-cap", "4h")
    folder = maker.folder / "reports/1/1/failed-results"
    folder.mkdir()
    (folder / "failed-report-1.json").write_text(json.dumps(FAILED_REPORT))
    maker.run("outbox", "import", "reports")
    dead = maker.sql("SELECT min(outbox_id) FROM outbox WHERE state = 'dead'")[0][0]
    maker.run("outbox", "drop", dead, "--reason", "measured in the laboratory")


def compute_again(maker):
    """With another setting, and with the report that came too late: what there was is superseded, sent or not."""
    maker.run("reprocess", "--user", 1, "--installation", 2, "--epsilon-down", 20, "--publish")


def prune(maker):
    maker.run("prune", "--observations-older-than", "1d", "--results-older-than", "2d", "--sent-older-than", "2d")


def leave_work_to_do(maker):
    """A report that came too late, some that wait, and a file that cannot be read, which takes a disk that fails."""
    maker.simulate(2, 3, 1, "2026-03-01T10:20:00Z", "25min", "--first-ip", "200.0.2.33", output="later")
    files = sorted((maker.folder / "later/reports/2/3").glob("*.json"))
    for step in (files[:1] + files[2:20], files[1:2], files[20:]):
        for file in step:
            file.rename(maker.folder / "reports/2/3" / file.name)
        maker.run("ingest", "reports")
        if step != files[20:]:
            maker.run("process")
    maker.sql("INSERT INTO unread_file SELECT 2, 4, 'tix-report-1772361000.json', 'Input/output error', 1772361000000, 1772361000000, "
              "max(run_id) FROM run")


def kill_while_it_sends(maker):
    maker.kill_while_it_sends()


def without_this_machine(maker):
    maker.sql("UPDATE outbox SET settle_boot_id = ? WHERE settle_boot_id IS NOT NULL", NO_BOOT)
    maker.sql("UPDATE claim_record SET restored_boot_id = ? WHERE restored_boot_id IS NOT NULL", NO_BOOT)


STEPS = [take_in, other_database, merge, change_a_key, publish_some, compute_again, publish_with_trouble, prune, leave_work_to_do,
         kill_while_it_sends, without_this_machine]


def keep(maker):
    """The finished database, beside this file. No command opens it after its digest was taken."""
    maker.sql("VACUUM")
    maker.run("verify", "--full")
    version = maker.run("--version").split()[1]
    (HERE / f"{version}.digest.ndjson").write_text(maker.run("verify", "--digest", "--format", "ndjson"))
    maker.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    packed = gzip.compress((maker.folder / "tixdb.sqlite").read_bytes(), 9, mtime=0)
    if len(packed) > LARGEST_BYTES:
        sys.exit(f"{len(packed)} bytes are more than the source should carry: {LARGEST_BYTES}")
    file = HERE / f"{version}.sqlite.gz"
    file.write_bytes(packed)
    migrations = sorted((HERE.parent.parent / "migrations").glob("*.sql"))
    (HERE / "migrations.sha256").write_text("".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in migrations))
    print(f"made {file}, {len(packed)} bytes")


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent.parent / "build/release").resolve()
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(build, pathlib.Path(folder))
        for step in STEPS:
            step(maker)
        keep(maker)


if __name__ == "__main__":
    main()
