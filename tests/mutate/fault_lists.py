# SPDX-License-Identifier: MIT
"""Single faults: those that are written down, and those that are made from the text of the code. See scripts/mutate."""
import functools
import hashlib
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTS = ROOT / "tests/mutate"

# What a fault in a layer can break, the nearest first.
TESTS = {
    "base": ["base", "ingest", "publish", "store", "cli"],
    "model": ["model", "store", "process", "publish", "asn", "cli"],
    "payload": ["payload", "publish", "process", "cli"],
    "metrics": ["metrics", "process", "report", "cli", "pipeline"],
    "store": ["store", "process", "publish", "ingest", "asn", "maintenance", "page", "exports", "report", "cli", "pipeline"],
    "ingest": ["ingest", "memory", "cli", "pipeline"],
    "process": ["process", "report", "cli", "pipeline"],
    "publish": ["publish", "cli", "pipeline"],
    "simulate": ["simulate", "cli"],
    "asn": ["asn", "cli", "pipeline"],
    "report": ["report", "cli"],
    "maintenance": ["maintenance", "cli", "pipeline"],
    "page": ["page", "cli"],
    "exports": ["exports", "cli"],
    "cli": ["cli", "pipeline"],
    "schema": ["store", "process", "asn", "cli", "pipeline"],
}

# Aggregates of src/store/sql that have a nearer program than test_store. Programs that never ask them are left out.
TESTS_OF_SQL = {
    "archive": ["maintenance", "cli", "pipeline"],
    "as": ["store", "asn", "process", "cli"],
    "evaluation": ["store", "report", "cli"],
    "explain": ["store", "report", "cli"],
    "exported": ["store", "exports", "cli"],
    "forget": ["store", "maintenance", "cli", "pipeline"],
    "health": ["cli"],
    "latency_hour": ["store", "process", "page", "exports", "cli"],
    "latency_minute": ["store", "process", "page", "exports", "cli"],
    "link_rate": ["store", "process", "cli"],
    "outbox": ["store", "publish", "process", "cli", "pipeline"],
    "report_page": ["store", "page", "cli"],
    "retention": ["store", "maintenance", "cli", "pipeline"],
    "late_report": ["process", "store", "cli", "pipeline"],
    "latency": ["process", "exports", "cli"],
    "observation": ["store", "ingest", "process", "maintenance", "cli", "pipeline"],
    "rejected": ["ingest", "store", "cli", "pipeline"],
    "report": ["process", "store", "ingest", "cli", "pipeline"],
    "result": ["process", "store", "report", "cli", "pipeline"],
    "source_file": ["ingest", "store", "cli", "pipeline"],
    "status": ["store", "cli"],
    "unprocessed_report": ["process", "store", "ingest", "cli", "pipeline"],
    "verify": ["report", "cli"],
    "window": ["process", "store", "report", "cli", "pipeline"],
}

# (name, pattern, replacement) within one line: what is easily typed wrong and still compiles.
OF_CODE = [
    ("boundary", r" < ", " <= "), ("boundary", r" <= ", " < "), ("boundary", r" > ", " >= "), ("boundary", r" >= ", " > "),
    ("equality", r" == ", " != "), ("equality", r" != ", " == "),
    ("condition", r" && ", " || "), ("condition", r" \|\| ", " && "),
    ("condition", r"\bif \((?!constexpr)([^;]*)\)(?= \{| return| continue| break|$)", r"if (!(\1))"),
    ("truth", r"\btrue\b", "false"), ("truth", r"\bfalse\b", "true"),
    ("sum", r" \+ (?=\w)", " - "), ("sum", r" - (?=\w)", " + "), ("product", r" \* (?=\w)", " / "),
    ("direction", r"\bup\b", "down"), ("direction", r"\bdown\b", "up"),
    ("extreme", r"\bstd::min\b", "std::max"), ("extreme", r"\bstd::max\b", "std::min"),
    ("number", r"(?<== )([1-9]\d*)(?=;)", r"\1 + 1"),
    ("call left out", r"^(\s+)(?:\w+[.>-]+)*\w+\([^;]*\);$", r"\1"),
]
OF_SQL = [
    ("boundary", r" < ", " <= "), ("boundary", r" <= ", " < "), ("boundary", r" > ", " >= "), ("boundary", r" >= ", " > "),
    ("equality", r" <> ", " = "), ("null", r"\bIS NULL\b", "IS NOT NULL"), ("null", r"\bIS NOT NULL\b", "IS NULL"),
    ("filter left out", r"\b(?:AND) (?!.*\bBETWEEN\b)[^()]*$", ""), ("condition", r"\bOR\b", "AND"),
    ("order", r"\bDESC\b", "ASC"), ("order", r"(ORDER BY [\w.]+)$", r"\1 DESC"),
    ("direction", r"\bup_(\w+)", r"down_\1"), ("direction", r"\bdown_(\w+)", r"up_\1"),
    ("extreme", r"\bmin\(", "max("), ("extreme", r"\bmax\(", "min("), ("sum", r" \+ (?=\w)", " - "), ("sum", r" - (?=\w)", " + "),
]


class Fault:
    """One text in one file in place of another."""

    def __init__(self, file, old, new, name, line=0):
        self.file = file
        self.old = old
        self.new = new
        self.name = name
        self.line = line

    @property
    def key(self):
        """It stays the same when the lines above change."""
        text = f"{pathlib.PurePath(self.file).name}|{self.old.strip()}|{self.new.strip()}"
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    @property
    def programs(self):
        """The test programs that it can break, the nearest first."""
        parts = pathlib.PurePath(self.file).parts
        if len(parts) > 3 and parts[1:3] == ("store", "sql") and parts[3] in TESTS_OF_SQL:
            return TESTS_OF_SQL[parts[3]]
        return TESTS[parts[1] if parts[0] == "src" else parts[0]]

    def place(self):
        """The line at which it begins, in the code as it is."""
        at = (ROOT / self.file).read_text().find(self.old)
        return self.line or (ROOT / self.file).read_text().count("\n", 0, at) + 1

    def __str__(self):
        texts = [f"    {sign} {line.strip()}" for sign, text in (("-", self.old), ("+", self.new)) for line in text.split("\n") if line.strip()]
        return "\n".join([f"{self.file}:{self.place()}: {self.name} [{self.key}]", *texts])

    def applied_to(self, text):
        """The text with the fault in it, or None if it does not fit exactly once."""
        if self.line:
            lines = text.split("\n")
            if lines[self.line - 1] != self.old:
                return None
            return "\n".join(lines[:self.line - 1] + [self.new] + lines[self.line:])
        return text.replace(self.old, self.new) if text.count(self.old) == 1 else None


@functools.cache
def code_files():
    files = [file for kind in ("*.cpp", "*.hpp", "*.sql") for file in (ROOT / "src").rglob(kind)] + [ROOT / "schema/views.sql"]
    return sorted(files)


def made_faults(path):
    """All that the patterns give, in order of files and lines."""
    faults = []
    for file in [file for file in code_files() if path in str(file.relative_to(ROOT))]:
        patterns = OF_SQL if file.suffix == ".sql" else OF_CODE
        comment = "--" if file.suffix == ".sql" else "//"
        for number, line in enumerate(file.read_text().split("\n"), 1):
            code = line.split(comment)[0].rstrip()
            if not code or '"' in code or code.lstrip().startswith(("#", "template", "static_assert", "[[nodiscard]]")):
                continue
            for name, pattern, replacement in patterns:
                for match in re.finditer(pattern, code):
                    new = code[:match.start()] + match.expand(replacement) + code[match.end():]
                    if new.strip() != code.strip():
                        faults.append(Fault(str(file.relative_to(ROOT)), line, new, name, number))
    return faults


def listed_faults(deliberate=False):
    """Those of deliberate.txt, or those of faults.txt and the files of faults/."""
    names = [LISTS / "deliberate.txt"] if deliberate else [LISTS / "faults.txt", *sorted((LISTS / "faults").glob("*.txt"))]
    return [fault for name in names for fault in faults_of(name)]


def faults_of(list_file):
    """Blocks of a list: a line with the name, `file NAME` and then `- old` and `+ new` lines, apart by empty lines."""
    faults = []
    for block in list_file.read_text().split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        if not lines:
            continue
        old = "\n".join(line[2:] for line in lines[2:] if line.startswith("- "))
        new = "\n".join(line[2:] for line in lines[2:] if line.startswith("+ "))
        faults.append(Fault(file_named(lines[1].removeprefix("file ").strip(), old), old, new, lines[0]))
    return faults


def file_named(name, old):
    """Files move: of those whose path ends so, the one that holds the text."""
    ends = [file for file in code_files() if str(file).endswith("/" + name)]
    for file in ends:
        if file.read_text().count(old) == 1:
            return str(file.relative_to(ROOT))
    if not ends:
        raise SystemExit(f"there is no file .../{name}")
    return str(ends[0].relative_to(ROOT))


def equivalents():
    """Keys of those that change nothing that anybody could see."""
    return {line.split()[0] for line in (LISTS / "equivalent.txt").read_text().splitlines() if line and not line.startswith("#")}
