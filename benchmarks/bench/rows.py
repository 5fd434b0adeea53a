# SPDX-License-Identifier: MIT
"""The rows of the table in docs/performance.md. Each takes tixdb and its yardstick in turn."""
import os
import pathlib
import re
import shutil
import subprocess

import data
import measuring
import pages
import shards
import stand_in
import yardsticks

PUBLISHED = 5000


def _count_sent(database):
    return int(measuring.query(database, "SELECT count(*) FROM outbox WHERE state = 'sent'"))


class Rows:
    def __init__(self, workshop, table, installations, runs, recordings):
        self.workshop, self.table, self.runs, self.recordings = workshop, table, runs, recordings
        self.installations = installations
        self.cores = len(os.sched_getaffinity(0))
        self._fleet = None

    @property
    def fleet(self):
        if self._fleet is None:
            self._fleet = data.Fleet(self.workshop, self.installations)
        return self._fleet

    def ingest(self):
        """Ingest with and without signatures, against sqlite3's own import of the same observations."""
        signed, unsigned, imports = [], [], []
        csv = None
        for _ in range(self.runs):
            for options, runs in (((), signed), (("--no-verify-signature",), unsigned)):
                database = self.fleet.database()
                runs.append(self.workshop.run("ingest", self.fleet.reports, "--database", database, *options))
            csv = csv or yardsticks.export(self.workshop.folder, database, self.fleet.slice_from_s)
            imports.append(yardsticks.import_csv(self.workshop.folder, csv))
        yardstick_s = measuring.median_wall_s(imports)
        for name, runs, must, aim in (("on", signed, 0.75, 0.55), ("off", unsigned, 0.65, 0.45)):
            self.table.add(f"ingest, signatures {name}", measuring.told(runs), f"`.import`: {measuring.told(imports)}",
                           measuring.median_wall_s(runs) / yardstick_s, " ×", must, aim)

    def known(self):
        """Ingest where every file is known, against listing them."""
        database = self.fleet.database()
        self.workshop.run("ingest", self.fleet.reports, "--database", database)
        again, finds = [], []
        for _ in range(self.runs):
            again.append(self.workshop.run("ingest", self.fleet.reports, "--database", database))
            finds.append(yardsticks.find(self.fleet.reports))
        self.table.add("ingest again, all known", measuring.told(again), f"`find -printf`: {measuring.told(finds)}",
                       measuring.median_wall_s(again) / measuring.median_wall_s(finds), " ×", 5, 3)

    def process(self):
        """Process of ten minutes with ninety behind them, against reading the same observations. Of the methods `queueing` and
        `adaptive` are always computed together; latency comes with them."""
        processes, reads = [], []
        ready = self.fleet.database()
        self.workshop.run("ingest", self.fleet.reports, "--database", ready, "--no-verify-signature")
        ready = self.workshop.copied(ready, "ready.sqlite")
        before = int(measuring.query(ready, "SELECT count(*) FROM window"))
        for _ in range(self.runs):
            database = self.workshop.copied(ready, "measured.sqlite")
            processes.append(self.workshop.run("process", "--database", database))
            reads.append(yardsticks.read_hours(database, self.fleet.slice_from_s))
        windows = int(measuring.query(database, "SELECT count(*) FROM window")) - before
        data.remove(ready)
        wall_s = measuring.median_wall_s(processes)
        self.table.add("process, three methods and latency, 90 minutes of history",
                       f"{measuring.told(processes)}, {windows} windows", f"reading: {measuring.told(reads)}",
                       wall_s / measuring.median_wall_s(reads), " ×", 4, 2)
        self.table.add("process, windows per second of processor time",
                       f"{windows / wall_s / self.cores:.0f} per core by wall time", "",
                       windows / measuring.median_cpu_s(processes), "/s", 900, 1400, more_is_better=True)

    def publish(self):
        """Publish against a plain client with as many connections, both to a stand-in that takes seven milliseconds."""
        reports = self.workshop.simulate("publish", 50, 0, 60 * 950, seed=2)
        base = self.workshop.folder / "publish.sqlite"
        if not base.exists():
            self.workshop.run("ingest", reports, "--database", base, "--no-verify-signature")
            self.workshop.run("process", "--database", base)
        items = [line.split("\t", 2) for line in subprocess.run(
            ["sqlite3", "-readonly", "-separator", "\t", str(base), "SELECT user_id, installation_id, body FROM outbox"
             f" ORDER BY last_s LIMIT {PUBLISHED}"], check=True, capture_output=True, text=True).stdout.splitlines()]
        ours, plain, published = [], [], []
        for _ in range(self.runs):
            data.remove(self.workshop.folder / "published.sqlite")
            database = self.workshop.copied(base, "published.sqlite")
            with stand_in.StandIn(self.workshop, stand_in.DELAY_MS) as api:
                published.append(self.workshop.run("publish", "--database", database, "--limit", len(items),
                                                   env=api.environment))
            sent = _count_sent(database)
            assert sent == len(items), f"{sent} of {len(items)} were sent"
            ours.append(len(items) / published[-1].wall_s)
            with stand_in.StandIn(self.workshop, stand_in.DELAY_MS) as api:
                plain.append(yardsticks.post_all(api.port, stand_in.USER, stand_in.PASSWORD, items))
        ours, plain = sorted(ours)[len(ours) // 2], sorted(plain)[len(plain) // 2]
        self.table.add(f"publish, {len(items)} results of 50 installations", f"{ours:.0f}/s", f"a plain client, 4 at a time: {plain:.0f}/s",
                       ours / plain, " ×", 0.9, 0.98, more_is_better=True)

    def run(self):
        """The whole of run for the ten minutes, publish included, and with nothing to do. The server answers at once: what it
        takes is waiting, of which four requests share."""
        whole, idle = [], []
        for _ in range(self.runs):
            database = self.fleet.database()
            before = _count_sent(database)
            with stand_in.StandIn(self.workshop) as api:
                whole.append(self.workshop.run("run", self.fleet.reports, "--database", database, env=api.environment))
                idle.append(self.workshop.run("run", self.fleet.reports, "--database", database, env=api.environment))
            sent = _count_sent(database) - before
        count = f"{self.installations} installations"
        self.table.add(f"`run` of ten minutes, {count}, {sent} results published", measuring.told(whole), "",
                       measuring.median_wall_s(whole), " s", 14, 10)
        self.table.add(f"`run` with nothing to do, {count}", measuring.told(idle), "", measuring.median_wall_s(idle), " s",
                       0.5, 0.2)

    def bytes(self):
        """Bytes on disk an observation, on recordings of real clients."""
        if self.recordings is None:
            print("bytes: left out without --recordings", flush=True)
            return
        database = self.workshop.folder / "recordings.sqlite"
        data.remove(database)
        for archive in sorted(pathlib.Path(self.recordings).rglob("reports.tar.gz")):
            target = self.workshop.folder / "recording"
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir()
            subprocess.run(["tar", "xzf", archive, "-C", target], check=True)
            self.workshop.run("ingest", target / "reports", "--database", database, "--quiet")
        size, count = (int(measuring.query(database, sql)) for sql in (
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            "SELECT sum(observation_count) FROM report"))
        self.table.add("bytes on disk an observation, recordings", f"{size / 1e6:.1f} MB, {count} observations",
                       "45 on the wire", size / count, "", 41, 38)

    def gaps(self):
        """v_gap over the whole of a fleet: a day of 200 installations."""
        reports = self.workshop.simulate("gaps", 200, 0, 86_400, seed=4)
        database = self.workshop.folder / "gaps.sqlite"
        if not database.exists():
            self.workshop.run("ingest", reports, "--database", database, "--no-verify-signature")
        self.workshop.run("process", "--database", database)  # even with nothing to do it renews the views
        queries = [measuring.run("sqlite3", "-readonly", database, "SELECT count(*), max(detail) FROM v_gap")
                   for _ in range(self.runs)]
        self.table.add("`v_gap`, a day of 200 installations", measuring.told(queries), "", measuring.median_wall_s(queries), " s",
                       0.5, 0.1)

    def queries(self, database=None, name="status and the queries of database.md"):
        """The slowest of status and the queries of docs/database.md."""
        if database is None:
            database = self.fleet.database()
        page = (pathlib.Path(__file__).resolve().parent.parent.parent / "docs/database.md").read_text()
        slowest_s, slowest = 0, ""
        for sql in ["", *re.findall(r"```sql\n(.*?)```", page, re.DOTALL)]:
            runs = [measuring.run("sqlite3", "-readonly", database, sql) if sql else
                    self.workshop.run("status", "--database", database) for _ in range(self.runs)]
            if measuring.median_wall_s(runs) > slowest_s:
                slowest_s, slowest = measuring.median_wall_s(runs), sql.split("\n")[0][:50] or "`status`"
        count = int(measuring.query(database, "SELECT sum(observation_count) FROM report"))
        self.table.add(f"{name}, {count / 1e6:.0f} million observations", f"the slowest: {slowest}", "", slowest_s, " s", 0.5, 0.2)

    def reprocess(self):
        """Thirty days of one installation computed again with other parameters."""
        reports = self.workshop.simulate("month", 1, 0, 30 * 86_400, seed=3)
        base = self.workshop.folder / "month.sqlite"
        if not base.exists():
            self.workshop.run("ingest", reports, "--database", base)
            self.workshop.run("process", "--database", base)
        runs = []
        for _ in range(self.runs):
            database = self.workshop.copied(base, "measured.sqlite")
            runs.append(self.workshop.run("reprocess", "--user", 1, "--installation", 1, "--from", f"@{data.FROM_S}", "--to",
                                          f"@{data.FROM_S + 30 * 86_400}", "--epsilon-up", 20, "--database", database))
        self.table.add("reprocess, 30 days of one installation", measuring.told(runs), "", measuring.median_wall_s(runs), " s",
                       20, 8)

    def shards(self):
        """Two shards computed again at once, and merged."""
        shards.reprocess(self.workshop, self.table, self.runs)
        shards.merge(self.workshop, self.table, self.runs)

    def page(self):
        """Report pages, against the same rows read in plain SQL: one installation, a fleet of a thousand, a folder of pages."""
        pages.one(self.workshop, self.table, self.runs)
        pages.fleet(self.workshop, self.table, self.runs, 1000)
        pages.folder(self.workshop, self.table, self.runs)

    def export(self):
        """Observations as CSV, against sqlite3's shell."""
        pages.export(self.workshop, self.table, self.runs, self.fleet.base)

    def memory(self):
        """The most that any command of the rows before took."""
        command, peak = max(self.workshop.peaks_mib.items(), key=lambda item: item[1])
        self.table.add("peak memory of any command above", f"{command}", "", peak, " MiB", 192, 96)


NAMES = ["ingest", "known", "process", "publish", "run", "bytes", "gaps", "queries", "reprocess", "shards", "page", "export", "memory"]
