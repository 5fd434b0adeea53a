# SPDX-License-Identifier: MIT
"""The n-th system call of a command fails, for every n or a sample: an exit code, a text, nothing lost, and the next run does it all."""
import sqlite3
from concurrent.futures import ThreadPoolExecutor

from fixture import Place, content, differences, expect_copies, expect_sound
from kills import MERGE, SPLIT, TABLE

CALLS = ["write", "sync", "open", "rename", "unlink", "read", "malloc", "lock", "clock"]
# Once, or from then on: a disk stays full, a device stays broken.
STAY = {"write", "sync", "unlink"}
JUMPS_S = [3600, -3600, 86400, -86400, 10 * 365 * 86400, -10 * 365 * 86400]
# 0 done, 1 failed, 75 try again, 78 configuration.
CODES = {0, 1, 75, 78}
PARALLEL = 4

# Those that need a server.
PUBLISHING = ("run", "publish")

# Of the same clients, three days before.
OLDER = ["simulate", "--quiet", "--force", "--output", "{folder}", "--installations", "2", "--installations-per-user", "2",
         "--from", "2026-02-26T10:00:00Z", "--duration", "22min"]

# What is done before, the command whose calls fail, and what ends the way afterwards.
COMMANDS = {
    "new database": ([], ["ingest"], []),
    "run": ([], ["run", "--after", "delete"], []),
    "ingest and delete": ([["asn", "import", "{folder}/table.txt"]], ["ingest", "--after", "delete"], []),
    "ingest and move": ([["asn", "import", "{folder}/table.txt"]], ["ingest", "--after", "move:{moved}"], []),
    "process": ([["ingest"]], ["process"], []),
    "publish": ([["ingest"], ["process"]], ["publish"], []),
    "reprocess": ([["ingest"], ["process"]], ["reprocess", "--epsilon-down", "40"], []),
    "asn import": ([["ingest"]], ["asn", "import", "{folder}/table.txt", "--valid-from", "2026-01-01"], []),
    "prune": ([OLDER, ["ingest"], ["process"]],
              ["prune", "--observations-older-than", "1d", "--results-older-than", "1d", "--runs-older-than", "1d"], []),
    "forget": ([["ingest"], ["process"]], ["forget", "1"], []),
    "archive": ([["ingest"], ["process"]], ["archive", "{folder}/archive"], []),
    "archive taken in": ([OLDER, ["ingest"], ["process"], ["archive", "{folder}/archive"],
                          ["prune", "--observations-older-than", "1d"]], ["ingest", "--archive", "{folder}/archive"], []),
    "backup": ([["ingest"]], ["backup", "--overwrite", "{folder}/backup.sqlite"], []),
    "restore": ([["ingest"], ["backup", "{folder}/backup.sqlite"], ["process"]], ["restore", "{folder}/backup.sqlite"], []),
    "split": ([["ingest"], ["process"]], SPLIT, []),
    "merge": ([["ingest"], ["process"], SPLIT], MERGE, []),
    "merge over another": ([["ingest"], ["process"], SPLIT, MERGE], MERGE, []),
}


class Trial:
    def __init__(self, command, call, at, always, jump_s):
        self.command = command
        self.call = call
        self.at = at
        self.always = always
        self.jump_s = jump_s

    def __str__(self):
        how = f", {self.jump_s:+} s" if self.call == "clock" else " and all after it" if self.always else ""
        return f"{self.command}: {self.call} call {self.at}{how}"

    def environment(self, programs):
        environment = {"LD_PRELOAD": str(programs.failing_call), "TIXDB_FAIL_CALL": self.call,
                       "TIXDB_FAIL_AT": str(self.at), "TIXDB_FAIL_JUMP_S": str(self.jump_s)}
        return {**environment, "TIXDB_FAIL_ALWAYS": "1"} if self.always else environment


class FailingCalls:
    commands = COMMANDS
    parallel = PARALLEL

    def __init__(self, programs, folder, template, digests, findings, random):
        self.programs = programs
        self.folder = folder
        self.template = template
        self.digests = digests
        self.findings = findings
        self.random = random
        self.trials = 0
        self.codes = {}
        self.prepared = {}
        self.expected = {}
        self.copies_before = {}

    def write_inputs(self, _name, folder):
        (folder / "table.txt").write_text(TABLE)

    def place_of(self, name, folder):
        """A new one, as it is before this command."""
        place = Place(self.programs, self.folder / folder, self.prepared[name])
        return place.open_stand_in() if name in PUBLISHING else place

    def files_of(self, _name):
        """Digests of the report files that are there before this command."""
        return self.digests

    def prepare(self, name):
        """The place before the command, what comes of it without faults, and how many calls of each kind it makes:
        (all, those before it opened a database)."""
        before, arguments, after = self.commands[name]
        ready = Place(self.programs, self.folder / f"before {name}", self.template)
        self.write_inputs(name, ready.folder)
        for words in before:
            ready.run(words)
        self.prepared[name] = ready.folder
        self.copies_before[name] = set(ready.copies())
        place = self.place_of(name, f"count {name}")
        count = place.folder / "count"
        ended = place.run(arguments, {**Trial(name, "none", 0, False, 0).environment(self.programs), "TIXDB_FAIL_COUNT": str(count)})
        if ended.code != 0:
            raise RuntimeError(f"{name} ended with {ended.code}: {ended.text}")
        counts = {call: (int(all_calls), int(first)) for call, all_calls, first in map(str.split, count.read_text().splitlines())}
        for words in after:
            place.run(words)
        self.expected[name] = (content(place.database), place.rows(), place.copies())
        place.end()
        return {call: counts[call] for call in CALLS}

    def all_trials(self):
        trials = []
        for name in self.commands:
            for call, (count, _) in self.prepare(name).items():
                for at in range(1, count + 1):
                    jump_s = self.random.choice(JUMPS_S) if call == "clock" else 0
                    trials += [Trial(name, call, at, always, jump_s) for always in {False, call in STAY}]
        return trials

    def sample(self, trials, size):
        """As many of each command and call, as far as there are so many."""
        groups = {}
        for trial in trials:
            groups.setdefault((trial.command, trial.call), []).append(trial)
        for group in groups.values():
            self.random.shuffle(group)
        chosen = []
        while len(chosen) < min(size, len(trials)):
            chosen += [group.pop() for group in groups.values() if group]
        return chosen[:size]

    def attempt(self, number, trial):
        _, arguments, after = self.commands[trial.command]
        place = self.place_of(trial.command, f"trial {number}")
        try:
            ended = place.run(arguments, trial.environment(self.programs))
            self.trials += 1
            self.codes[ended.code] = self.codes.get(ended.code, 0) + 1
            self.findings.expect(ended.code in CODES, f"{trial}: ends with {ended.code}", ended.text)
            self.findings.expect(ended.code == 0 or "tixdb: " in ended.text, f"{trial}: {ended.code} without a text")
            expect_sound(self.findings, place, self.files_of(trial.command), str(trial))
            expect_copies(self.findings, place, self.expected[trial.command][2], self.copies_before[trial.command], str(trial))
            self.expect_done_afterwards(place, trial, [arguments] + after)
        except sqlite3.Error as error:
            self.findings.expect(False, f"{trial}: the database cannot be read", error)
        finally:
            place.end()

    def expect_done_afterwards(self, place, trial, commands):
        for arguments in commands:
            ended = place.run(arguments + ["--wait", "30s"])
            self.findings.expect(ended.code == 0, f"{trial}: the next run ends with {ended.code}", ended.text)
        expect_sound(self.findings, place, self.files_of(trial.command), f"{trial} and the next run")
        expected_content, expected_rows, expected_copies = self.expected[trial.command]
        found = content(place.database)
        self.findings.expect(found == expected_content, f"{trial}: other content after the next run",
                             differences(expected_content, found))
        rows = place.rows()
        self.findings.expect(rows == expected_rows, f"{trial}: other rows at the stand-in",
                             differences(expected_rows, rows))
        expect_copies(self.findings, place, expected_copies, set(expected_copies), f"{trial} and the next run")
        self.findings.expect(not place.partial_copies(), f"{trial}: the next run leaves what it has left", place.partial_copies())

    def run(self, is_over, size):
        """size: of the sample; None: all, in random order, until is_over() says so."""
        trials = self.all_trials()
        self.total = len(trials)
        chosen = self.sample(trials, size or len(trials))
        with ThreadPoolExecutor(self.parallel) as pool:
            def attempt(numbered):
                if size or not is_over():
                    self.attempt(*numbered)
            list(pool.map(attempt, enumerate(chosen)))

    def summary(self):
        codes = ", ".join(f"{count} ended with {code}" for code, count in sorted(self.codes.items()))
        return f"{self.trials} of {self.total} calls failed ({codes})"
