# SPDX-License-Identifier: MIT
"""Files that are not what they were: bytes changed, the end gone, no room left, the database taken away. Every command ends, with a
known code and a text that is safe to show, and no report is lost."""
import os
import resource
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

from fixture import Place, content, differences, expect_sound, stored_digests
from kills import TABLE

PARALLEL = 4
CODES = {0, 1, 3, 75, 78}
COMMANDS = [["status"], ["outbox", "list"], ["explain", "1", "1", "2026-03-01T10:30:00Z"], ["asn", "status"],
            ["reprocess", "--dry-run"], ["ingest"], ["process"], ["reprocess", "--epsilon-down", "40"], ["publish"]]


def is_safe_to_show(text):
    return all(c in "\n\t" or (c >= " " and c != "\x7f") for c in text)


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
        for arguments in COMMANDS:
            ended = place.run(arguments)
            name = f"{what} ({number}): {' '.join(arguments)}"
            self.findings.expect(ended.code in CODES, f"{name} ends with {ended.code}", ended.text)
            self.findings.expect(is_safe_to_show(ended.text), f"{name} shows control characters", repr(ended.text))
        self.count(what)
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
            self.count("full disk")
        finally:
            subprocess.run(["umount", disk], check=True)
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
        kinds = [self.damaged, self.damaged, self.no_room, self.taken_away, self.full_disk]
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
