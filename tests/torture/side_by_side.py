# SPDX-License-Identifier: MIT
"""Every pair of writing commands at once, and readers beside a writer: none fails, none waits long, the log stays small."""
import itertools
import shutil
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from fixture import Place, content, differences, expect_sound
from kills import TABLE

PARALLEL = 4
ALONE_TIMES = 4
LARGEST_WAL_BYTES = 64 * 1024 * 1024
WRITERS = {
    "ingest": ["ingest"],
    "process": ["process"],
    "publish": ["publish"],
    "run": ["run"],
    "reprocess": ["reprocess"],
    "prune": ["prune", "--observations-older-than", "1d"],
    "forget": ["forget", "77"],
    "asn import": ["asn", "import", "{folder}/table.txt", "--valid-from", "2026-01-01"],
    "asn refresh": ["asn", "refresh"],
    "config set": ["config", "set", "epsilon-up", "24"],
}
READERS = [["status"], ["status", "--format", "json"], ["outbox", "list"], ["explain", "1", "1", "2026-03-01T10:30:00Z"],
           ["config", "show"], ["asn", "status"], ["reprocess", "--dry-run"],
           ["report", "1", "1", "-o", "{folder}/page.html"],
           ["bundle", "1", "1", "--from", "2026-03-01", "--to", "2026-03-02", "--overwrite", "-o", "{folder}/evidence.tar"],
           ["export", "observations"], ["export", "results", "--format", "ndjson"], ["export", "gaps"], ["verify", "--digest"],
           ["query", "SELECT count(*) FROM v_observation"], ["archive", "{folder}/archive"]]


class SideBySide:
    """template: a folder with reports alone."""

    def __init__(self, programs, folder, template, digests, findings, longest_wait_s):
        self.programs = programs
        self.folder = folder
        self.template = template
        self.digests = digests
        self.findings = findings
        self.longest_wait_s = longest_wait_s
        self.pairs = 0
        self.reads = 0
        self.longest_read_s = {}  # by reader
        self.largest_wal = 0
        self.lock = threading.Lock()

    def prepare(self):
        """The first half of the reports in time, all the way but for tix-api."""
        place = Place(self.programs, self.folder / "half", self.template).open_stand_in()
        files = sorted(place.files(), key=lambda file: (place.reports / file).stat().st_mtime)
        half = [str(file) for file in files[:len(files) // 2]]
        (place.folder / "half.txt").write_text("\n".join(half))
        (place.folder / "table.txt").write_text(TABLE)
        for arguments in (["ingest", "--files-from", "{folder}/half.txt"], ["process"]):
            ended = place.run(arguments)
            if ended.code != 0:
                raise RuntimeError(f"{arguments} ended with {ended.code}: {ended.text}")
        place.stand_in.end()
        return place.folder

    def finish(self, place):
        """Whatever the pair has left; then what there is, but for tables of networks."""
        for arguments in (["ingest"], ["process"], ["publish", "--wait", "30s"]):
            ended = place.run(arguments)
            self.findings.expect(ended.code == 0, f"{arguments[0]} after a pair ends with {ended.code}", ended.text)
        return [line for line in content(place.database) if not line.startswith("prefix ")], place.rows()

    def pair(self, half, names, expected, wait):
        what = f"{' beside '.join(names)}{' that waits' if wait else ''}"
        with self.lock:
            self.pairs += 1
            number = self.pairs
        place = Place(self.programs, self.folder / f"pair {number}", half).open_stand_in()
        try:
            more = ["--wait", "60s"] if wait else []
            both = [place.start(WRITERS[name] + more) for name in names]
            for name, process in zip(names, both):
                text = process.communicate(timeout=120)[0].decode(errors="backslashreplace")
                allowed = {0} if wait else {0, 75}
                self.findings.expect(process.returncode in allowed, f"{what}: {name} ends with {process.returncode}", text)
            expect_sound(self.findings, place, self.digests, what)
            found = self.finish(place)
            self.findings.expect(found[0] == expected[0], f"{what}: other content", differences(expected[0], found[0]))
            self.findings.expect(found[1] == expected[1], f"{what}: other rows", differences(expected[1], found[1]))
        except sqlite3.Error as error:
            self.findings.expect(False, f"{what}: the database cannot be read", error)
        finally:
            place.end()

    def all_pairs(self):
        half = self.prepare()
        undisturbed = Place(self.programs, self.folder / "undisturbed", half).open_stand_in()
        expected = self.finish(undisturbed)
        undisturbed.end()
        pairs = list(itertools.combinations_with_replacement(WRITERS, 2))
        with ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(lambda numbered: self.pair(half, numbered[1], expected, numbered[0] % 2 == 0), enumerate(pairs)))

    def timed_read(self, place, arguments):
        # An archive that is there already is only brought up to date: each one is made from nothing, so that their times compare.
        shutil.rmtree(place.folder / "archive", ignore_errors=True)
        return place.run(arguments)

    def read(self, place, arguments):
        ended = self.timed_read(place, arguments)
        self.reads += 1
        what = f"{' '.join(arguments)} beside a writer"
        self.longest_read_s[what] = max(self.longest_read_s.get(what, 0), ended.seconds)
        # 1: before there is such a window, or a report.
        allowed = {0, 1} if arguments[0] in ("explain", "report", "bundle") else {0}
        self.findings.expect(ended.code in allowed, f"{what} ends with {ended.code}", ended.text)

    def expect_no_wait(self, place):
        """Beside a writer, which takes its share of the processors, a reader needs what it needs alone, and no lock. Some compute."""
        for arguments in READERS:
            alone = self.timed_read(place, arguments).seconds
            what = f"{' '.join(arguments)} beside a writer"
            longest = self.longest_read_s[what]
            self.findings.expect(longest < self.longest_wait_s + ALONE_TIMES * alone, f"{what} took {longest:.1f} s, alone {alone:.1f} s")

    def readers(self):
        """All readers again and again, for as long as a writer has work."""
        place = Place(self.programs, self.folder / "readers", self.template)
        (place.folder / "table.txt").write_text(TABLE)
        place.run(["asn", "import", "{folder}/table.txt"])
        is_writing = threading.Event()
        is_writing.set()

        def write():
            for arguments in (["ingest"], ["process"], ["reprocess", "--epsilon-down", "40"]):
                ended = place.run(arguments)
                self.findings.expect(ended.code == 0, f"{arguments[0]} beside readers ends with {ended.code}", ended.text)
            is_writing.clear()

        def watch_log():
            log = place.database.with_name(place.database.name + "-wal")
            while is_writing.is_set():
                self.largest_wal = max(self.largest_wal, log.stat().st_size if log.exists() else 0)
                time.sleep(0.01)

        threads = [threading.Thread(target=write), threading.Thread(target=watch_log)]
        for thread in threads:
            thread.start()
        while is_writing.is_set():
            for arguments in READERS:
                self.read(place, arguments)
        for thread in threads:
            thread.join()
        self.findings.expect(self.largest_wal < LARGEST_WAL_BYTES, f"the write-ahead log grew to {self.largest_wal} bytes")
        expect_sound(self.findings, place, self.digests, "writing beside readers")
        self.expect_no_wait(place)
        place.end()

    def summary_of_reading(self):
        return (f"{self.reads} reads beside a writer, the longest {max(self.longest_read_s.values()):.2f} s, "
                f"write-ahead log at most {self.largest_wal / 1e6:.1f} MB")
