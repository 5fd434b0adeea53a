# SPDX-License-Identifier: MIT
"""Files that are not what they were: bytes changed, the end gone, no room left, the database taken away. Every command ends, with a
known code and a text that is safe to show, and no report is lost."""
import os
import resource
import shutil
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

from fixture import Place, content, differences, expect_sound, opened, stored_digests
from kills import TABLE

PARALLEL = 4
CODES = {0, 1, 3, 75, 78}
READERS = [["status"], ["outbox", "list"], ["explain", "1", "1", "2026-03-01T10:30:00Z"], ["asn", "status"],
           ["reprocess", "--dry-run"], ["export", "observations"], ["export", "results"], ["query", "SELECT * FROM v_result"],
           ["bundle", "1", "1", "--from", "2026-03-01", "--to", "2026-03-02", "--overwrite", "-o", "{folder}/evidence.tar"],
           ["archive", "{folder}/archive"], ["split", "--into", "2", "--overwrite", "{folder}/part-{{}}.sqlite"],
           ["merge", "--overwrite", "{folder}/whole.sqlite", "{folder}/tixdb.sqlite"]]
WRITERS = [["ingest"], ["process"], ["prune", "--observations-older-than", "1d", "--results-older-than", "1d", "--sent-older-than", "1d", "--runs-older-than", "1d"], ["forget", "77"], ["reprocess", "--epsilon-down", "40"], ["publish"]]
# On a read-only medium these too.
MORE_READERS = [["verify", "--full"], ["outbox", "show", "1"], ["backup", "{folder}/backup.sqlite"],
                ["report", "1", "1", "-o", "{folder}/page.html"]]
MORE_WRITERS = [["run"], ["config", "set", "epsilon-up", "25"], ["outbox", "drop", "1", "--reason", "torture"],
                ["asn", "import", "{folder}/table.txt"]]


def unmount(disk):
    """A command that another thread is just starting may have a file of it open for a moment: that is no reason to wait."""
    subprocess.run(["umount", "--lazy", disk], check=True)


def is_safe_to_show(text):
    """Lines of `export --format csv` end as RFC 4180 has it."""
    return all(c in "\n\t" or (c >= " " and c != "\x7f") for c in text.replace("\r\n", "\n"))


def change_row(database, table, moments):
    """Gives a random column of a random row another value, or takes the row away. Tells which; a rule of the schema may forbid it."""
    columns = [(row[1], row[2]) for row in database.execute(f"PRAGMA table_info({table})")]
    rows = database.execute(f"SELECT * FROM {table}").fetchall()
    if not rows:
        return f"{table} is empty"
    row = moments.choice(rows)
    at = moments.randrange(len(columns))
    name, kind = columns[at]
    is_this = " AND ".join(f"{column} IS ?" for column, _ in columns)
    number = row[at] if isinstance(row[at], (int, float)) else 0
    values = {"INTEGER": [0, 1, -1, 2 ** 31, 2 ** 62, -2 ** 62, number + 1, number - 400, number * 2],
              "REAL": [0.0, -1.0, 1e308, number * 2], "BLOB": [b"", bytes(32), b"x" * 7]}
    value = moments.choice(values.get(kind, ["", "x", "203.0.113.9", "{}", "[]"]) + [moments.choice(rows)[at]])
    try:
        if moments.random() < 0.15:
            database.execute(f"DELETE FROM {table} WHERE {is_this}", row)
            return f"a row of {table} less"
        database.execute(f"UPDATE {table} SET {name} = ? WHERE {is_this}", (value, *row))
        return f"{table}.{name} {row[at]!r:.40} is {value!r:.40}"
    except (sqlite3.IntegrityError, OverflowError) as error:
        return str(error)


class Damage:
    def __init__(self, programs, folder, template, digests, findings, random):
        self.programs = programs
        self.folder = folder
        self.template = template
        self.digests = digests
        self.findings = findings
        self.random = random
        self.counts = {}

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def prepare(self):
        """A place where everything but half of the outbox is done, its write-ahead log emptied."""
        place = Place(self.programs, self.folder / "whole", self.template).open_stand_in()
        for arguments in (["ingest"], ["process"], ["publish", "--limit", "3"]):
            place.run(arguments)
        place.stand_in.end()
        database = sqlite3.connect(place.database)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        self.whole = place.folder
        undisturbed = Place(self.programs, self.folder / "undamaged", self.template)
        undisturbed.run(["ingest"])
        self.expected = content(undisturbed.database)
        undisturbed.run(["process"])
        self.expected_processed = content(undisturbed.database)
        undisturbed.end()

    def damaged(self, number):
        """Changes bytes of a whole database, or cuts it short; then every command."""
        place = Place(self.programs, self.folder / f"damaged {number}", self.whole).open_stand_in()
        moments = self.moments[number]
        with open(place.database, "r+b") as file:
            size = file.seek(0, os.SEEK_END)
            if moments.random() < 0.2:
                file.truncate(moments.randrange(size))
                what = "cut database"
            else:
                what = "changed bytes"
                for _ in range(moments.choice([1, 1, 3, 30])):
                    file.seek(moments.randrange(size))
                    file.write(bytes([moments.randrange(256)]))
        for arguments in READERS + WRITERS:
            ended = place.run(arguments)
            name = f"{what} ({number}): {' '.join(arguments)}"
            self.findings.expect(ended.code in CODES, f"{name} ends with {ended.code}", ended.text)
            self.findings.expect(is_safe_to_show(ended.text), f"{name} shows control characters", repr(ended.text))
        self.count(what)
        place.end()

    def rows_changed(self, number):
        """Other values in rows of a database that is whole to SQLite, or rows gone; then every command."""
        place = Place(self.programs, self.folder / f"rows {number}", self.whole).open_stand_in()
        moments = self.moments[number]
        database = sqlite3.connect(place.database)
        database.execute("PRAGMA foreign_keys = OFF")
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        changes = [change_row(database, moments.choice(tables), moments) for _ in range(moments.choice([1, 1, 2, 5]))]
        database.commit()
        database.close()
        for arguments in READERS + [["verify", "--full"]] + WRITERS:
            ended = place.run(arguments)
            name = f"changed rows ({number}, {changes}): {' '.join(arguments)}"
            self.findings.expect(ended.code in CODES, f"{name} ends with {ended.code}", ended.text)
            self.findings.expect(is_safe_to_show(ended.text), f"{name} shows control characters", repr(ended.text))
        self.count("changed rows")
        place.end()

    def no_room(self, number):
        """Files may not grow beyond a random size while files are ingested and deleted; then they may."""
        place = Place(self.programs, self.folder / f"no room {number}", self.template)
        most = self.moments[number].randrange(8_192, 400_000)
        arguments = ["ingest", "--after", "delete"]
        ended = place.run(arguments, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
        self.findings.expect(ended.code in CODES, f"files of at most {most} bytes: ends with {ended.code}", ended.text)
        expect_sound(self.findings, place, self.digests, f"ingest with files of at most {most} bytes")
        ended = place.run(arguments)
        self.findings.expect(ended.code == 0, f"ingest with room again ends with {ended.code}", ended.text)
        found = content(place.database)
        self.findings.expect(found == self.expected, f"other content after files of at most {most} bytes",
                             differences(self.expected, found))
        self.count("no room")
        place.end()

    def full_disk(self, number):
        """The same on a file system that is really full, where we may mount one."""
        place = Place(self.programs, self.folder / f"full disk {number}", self.template)
        disk = place.folder / "disk"
        disk.mkdir()
        kilobytes = self.moments[number].randrange(100, 700)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", disk],
                                 stderr=subprocess.DEVNULL, check=False)
        if mounted.returncode != 0:
            self.count("full disk skipped: not allowed to mount")
            place.end()
            return
        try:
            place.database = disk / "tixdb.sqlite"
            place.environment["TIXDB_DATABASE"] = str(place.database)
            arguments = ["ingest", "--after", "delete"]
            ended = place.run(arguments)
            self.findings.expect(ended.code in CODES, f"disk of {kilobytes} kB: ends with {ended.code}", ended.text)
            expect_sound(self.findings, place, self.digests, f"ingest on a disk of {kilobytes} kB")
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
            ended = place.run(arguments)
            self.findings.expect(ended.code == 0, f"ingest with room again ends with {ended.code}", ended.text)
            found = content(place.database)
            self.findings.expect(found == self.expected, f"other content after a disk of {kilobytes} kB",
                                 differences(self.expected, found))
            self.backup_to(place, disk, self.moments[number].randrange(4, 400))
            self.count("full disk")
        finally:
            unmount(disk)
            place.end()

    def backup_to(self, place, disk, kilobytes):
        """A backup for which the disk has only so much room left: there is the earlier one, or the new one."""
        place.database = disk / "tixdb.sqlite"
        backup = disk / "backup.sqlite"
        place.run(["backup", str(backup)])
        place.run(["config", "set", "epsilon-up", "24"])
        with opened(place.database) as database:
            new = database.execute("SELECT count(*) FROM setting_change").fetchone()[0]
        filler = disk / "filler"
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with open(filler, "wb") as file:
            file.write(bytes(max(room - kilobytes * 1024, 0)))
        ended = place.run(["backup", "--overwrite", str(backup)])
        what = f"backup with room for {kilobytes} kB"
        self.findings.expect(ended.code in (0, 1), f"{what} ends with {ended.code}", ended.text)
        self.findings.expect(ended.code == 0 or "no space is left there" in ended.text or "is full" in ended.text, f"{what} does not say why", ended.text)
        with opened(backup) as database:
            verdict = [row[0] for row in database.execute("PRAGMA integrity_check")]
            held = database.execute("SELECT count(*) FROM setting_change").fetchone()[0]
        self.findings.expect(verdict == ["ok"], f"{what}: it is not whole", verdict)
        self.findings.expect((held == new) == (ended.code == 0), f"{what} ends with {ended.code} and holds {held} of {new} changes")
        self.findings.expect(not list(disk.glob("*.partial-*")), f"{what} leaves a part", list(disk.iterdir()))
        filler.unlink()
        ended = place.run(["backup", "--overwrite", str(backup)])
        self.findings.expect(ended.code == 0, f"backup with room again ends with {ended.code}", ended.text)

    def page_limit(self, number):
        """SQLite finds no room for more than so many pages: ingest, then process, then as much room as they need."""
        if not self.programs.failing_call.exists():
            self.count("page limit skipped: libfailing_call.so is not built")
            return
        moments = self.moments[number]
        place = Place(self.programs, self.folder / f"pages {number}", self.template)
        for arguments in (["ingest", "--after", "delete"], ["process"]):
            pages = max(moments.randrange(40, 130), place.database.stat().st_size // 4096 + moments.randrange(30)
                        if place.database.exists() else 0)
            limited = {"LD_PRELOAD": str(self.programs.failing_call), "TIXDB_MAX_PAGES": str(pages)}
            ended = place.run(arguments, limited)
            what = f"{arguments[0]} with at most {pages} pages"
            self.findings.expect(ended.code in (0, 1), f"{what} ends with {ended.code}", ended.text)
            self.findings.expect(ended.code == 0 or "is full" in ended.text, f"{what} does not say why", ended.text)
            expect_sound(self.findings, place, self.digests, what)
            ended = place.run(arguments)
            self.findings.expect(ended.code == 0, f"{arguments[0]} with room again ends with {ended.code}", ended.text)
        found = content(place.database)
        self.findings.expect(found == self.expected_processed, "other content after a limit of pages",
                             differences(self.expected_processed, found))
        self.count("page limit")
        place.end()

    def read_only(self, number):
        """A database on a medium that nobody may write to: readers read, writers say so, and nothing changes."""
        place = Place(self.programs, self.folder / f"read-only {number}", self.whole).open_stand_in()
        disk = place.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], stderr=subprocess.DEVNULL, check=False).returncode != 0:
            self.count("read-only skipped: not allowed to mount")
            place.end()
            return
        try:
            shutil.copy(place.database, disk)
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            place.environment["TIXDB_DATABASE"] = str(disk / "tixdb.sqlite")
            before = (disk / "tixdb.sqlite").read_bytes()
            (place.folder / "table.txt").write_text(TABLE)
            for arguments in READERS + MORE_READERS + WRITERS + MORE_WRITERS:
                ended = place.run(arguments)
                name = f"{' '.join(arguments)} of a database on a read-only medium"
                is_reader = arguments in READERS + MORE_READERS
                allowed = (0,) if is_reader else (1, 78)
                self.findings.expect(ended.code in allowed, f"{name} ends with {ended.code}", ended.text)
                self.findings.expect(is_reader or "read-only" in ended.text.lower(), f"{name} does not say why", ended.text)
            self.findings.expect((disk / "tixdb.sqlite").read_bytes() == before, "a database on a read-only medium has changed")
            self.findings.expect(not place.rows(), "something was published of a database on a read-only medium")
            self.count("read-only")
        finally:
            unmount(disk)
            place.end()

    def taken_away(self, number):
        """The database is moved while files are ingested and deleted, and another put there or not: what is deleted is stored in
        one of them, and a run that could not store everything does not end with 0."""
        moments = self.moments[number]
        place = Place(self.programs, self.folder / f"taken {number}", self.template)
        (place.folder / "table.txt").write_text(TABLE)
        other = place.folder / "other.sqlite"
        for database in (place.database, other):
            place.run(["--database", str(database), "asn", "import", "{folder}/table.txt"])
        process = place.start(["ingest", "--after", "delete"])
        time.sleep(moments.random() * 0.15)
        taken = place.folder / "taken"
        taken.mkdir()
        for name in ("tixdb.sqlite", "tixdb.sqlite-wal", "tixdb.sqlite-shm"):
            if (place.folder / name).exists():
                os.rename(place.folder / name, taken / name)
        if moments.random() < 0.5:
            os.rename(other, place.database)
        text = process.communicate(timeout=120)[0].decode(errors="backslashreplace")
        self.findings.expect(process.returncode in CODES, f"database taken away: ends with {process.returncode}", text)
        stored = stored_digests(taken / "tixdb.sqlite") | stored_digests(place.database)
        lost = [str(file) for file, digest in self.digests.items() if file not in place.files() and digest not in stored]
        self.findings.expect(not lost, f"files are gone that are stored nowhere, after {process.returncode}", lost)
        self.count("taken away")
        place.end()

    def run(self, is_over, rounds):
        """rounds: of each kind; None: until is_over() says so."""
        self.prepare()
        kinds = [self.damaged, self.damaged, self.rows_changed, self.no_room, self.taken_away, self.full_disk, self.page_limit, self.read_only]
        total = rounds * len(kinds) if rounds else 100_000
        seed = self.random.randrange(1 << 30)
        self.moments = {number: Random(f"{seed} {number}") for number in range(total)}
        with ThreadPoolExecutor(PARALLEL) as pool:
            def attempt(number):
                if rounds or not is_over():
                    kinds[number % len(kinds)](number)
            list(pool.map(attempt, range(total)))

    def summary(self):
        return ", ".join(f"{count} times {what}" for what, count in sorted(self.counts.items()))
