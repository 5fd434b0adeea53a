# SPDX-License-Identifier: MIT
"""Every single call of ingest, publish and the migrations fails, one in each trial: none is left out.

Two things make that short. What is at work is small: a few report files, two results. And of the states that such trials leave, which
are few, each is tried once: where all tables, files and rows are as after an earlier trial, but for times, ids of processes and numbers
of inodes, the next run does what it did then. That each is whole is looked at every time."""
import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor

from failing_calls import FailingCalls, Trial
from fixture import opened

FILES = 3
COMMANDS = {
    "migrations": ([], ["asn", "import", "{folder}/table.txt"], []),
    "ingest": ([["asn", "import", "{folder}/table.txt"]], ["ingest", "--after", "delete"], []),
    "publish": ([["ingest"], ["process"]], ["publish"], []),
}
# What is asked for of them: `read`, `lock` and `clock` are tried by the sample of all commands.
CALLS = ["write", "sync", "open", "rename", "unlink", "malloc"]
# Columns of the trial: told apart by their names.
OF_THE_TRIAL = ("pid", "inode", "device", "mtime_ns", "database_id", "duration_ms")
# Milliseconds since 1970 of this age of the world; figures are far below.
LEAST_TIME_MS = 1_500_000_000_000


def as_state(name, kind):
    """The expression by which a column counts: of a time only that there is one."""
    if name in OF_THE_TRIAL or "boot" in name:
        return f"{name} IS NOT NULL"
    if kind == "TEXT":
        return f"replace({name}, :folder, '')"
    return f"CASE WHEN {name} > {LEAST_TIME_MS} THEN 'a time' ELSE {name} END" if name.endswith("_ms") else name


def tables_of(database):
    return [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def state_of(place):
    """A digest of all that the next run can see, but for what differs from trial to trial anyway."""
    seen = hashlib.sha256(repr((sorted(place.files()), place.rows())).encode())
    for note in sorted(place.folder.glob("*.lock")):
        seen.update(f"{note.name} {note.read_text().splitlines()[1:]}".encode())
    if not place.database.exists():
        return seen.hexdigest()
    with opened(place.database) as database:
        database.row_factory = None
        seen.update(repr(database.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall()).encode())
        for table in tables_of(database):
            columns = database.execute(f"PRAGMA table_info({table})").fetchall()
            counted = ", ".join(as_state(column[1], column[2]) for column in columns)
            rows = database.execute(f"SELECT {counted} FROM {table}", {"folder": str(place.folder)})
            seen.update(repr((table, rows.fetchall())).encode())
    return seen.hexdigest()


class EveryCall(FailingCalls):
    """prepare() and attempt() are those of the sample; here every call has its turn."""

    commands = COMMANDS

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.states = set()
        self.lock = threading.Lock()

    def write_inputs(self, name, folder):
        super().write_inputs(name, folder)
        if name == "ingest":
            for file in sorted((folder / "reports").rglob("*.json"))[FILES:]:
                file.unlink()

    def files_of(self, name):
        return {file: digest for file, digest in self.digests.items() if (self.prepared[name] / "reports" / file).exists()}

    def expect_done_afterwards(self, place, trial, commands):
        state = (trial.command, state_of(place))
        with self.lock:
            if state in self.states:
                return
        super().expect_done_afterwards(place, trial, commands)
        with self.lock:
            self.states.add(state)

    def all_trials(self):
        trials = []
        for number, name in enumerate(self.commands):
            for call, (count, first) in self.prepare(name).items():
                # Before it opens a database a command takes its arguments apart: that is tried with the first of them.
                begin = first if call == "malloc" and number > 0 else 0
                trials += [Trial(name, call, at, False, 0) for at in range(begin + 1, count + 1) if call in CALLS]
        return trials

    def run(self, is_over, size):
        trials = self.all_trials()
        self.total = len(trials)
        # Nearly all of them are mallocs: those come last.
        self.random.shuffle(trials)
        trials.sort(key=lambda trial: trial.call == "malloc")
        with ThreadPoolExecutor(self.parallel) as pool:
            list(pool.map(lambda numbered: is_over() or self.attempt(*numbered), enumerate(trials[:size])))

    def summary(self):
        return f"{super().summary()}, {len(self.states)} states left by them"
