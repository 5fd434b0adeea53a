# SPDX-License-Identifier: MIT
"""What shards gain, and what it costs to make one database of them again."""
import os
import subprocess

import data
import measuring

INSTALLATIONS = 50  # 25 in each of two shards
DAYS = 1


def _made(workshop):
    """One database of the fleet, and two shards of it."""
    reports = workshop.simulate("shards", INSTALLATIONS, 0, DAYS * 86_400, seed=5)
    whole = workshop.folder / "whole.sqlite"
    parts = [workshop.folder / f"part-{index}.sqlite" for index in range(2)]
    if not parts[1].exists():
        data.remove(whole)
        workshop.run("ingest", reports, "--database", whole, "--no-verify-signature")
        workshop.run("process", "--database", whole)
        workshop.run("split", "--into", 2, "--overwrite", *parts, "--database", whole)
    return whole, parts


def reprocess(workshop, table, runs):
    """One process, which has one thread, against two, each with half of the installations."""
    whole, parts = _made(workshop)
    alone, together = [], []
    for _ in range(runs):
        database = workshop.copied(whole, "measured.sqlite")
        alone.append(workshop.run("reprocess", "--epsilon-up", 20, "--database", database))
        copies = [workshop.copied(part, f"measured-{index}.sqlite") for index, part in enumerate(parts)]
        together.append(measuring.run("sh", "-c", " & ".join(
            f"'{workshop.tixdb}' reprocess --epsilon-up 20 --database '{copy}'" for copy in copies) + " & wait"))
    table.add(f"reprocess, a day of {INSTALLATIONS} installations, two shards on {len(os.sched_getaffinity(0))} cores",
              measuring.told(together), f"one process: {measuring.told(alone)}",
              measuring.median_wall_s(alone) / measuring.median_wall_s(together), " ×", 1.8, 1.95, more_is_better=True)


def _rows(database):
    tables = measuring.query(database, "SELECT name FROM sqlite_schema WHERE type = 'table'").split()
    return sum(int(measuring.query(database, f"SELECT count(*) FROM {name}")) for name in tables)


def merge(workshop, table, runs):
    """Against sqlite3's shell: a dump of the same rows read back, and its import of the observations alone, without an index."""
    _, parts = _made(workshop)
    target, read_back, imported = (workshop.folder / name for name in ("merged.sqlite", "read-back.sqlite", "imported.sqlite"))
    csv = workshop.folder / "observation.csv"
    merges, dumps, imports = [], [], []
    for _ in range(runs):
        merges.append(workshop.run("merge", "--overwrite", target, *parts))
        data.remove(read_back)
        dumps.append(measuring.run("sh", "-c", f"sqlite3 -readonly '{target}' .dump | sqlite3 '{read_back}'"))
        if not csv.exists():
            with csv.open("w") as out:
                subprocess.run(["sqlite3", "-readonly", "-csv", str(target), "SELECT * FROM observation"], check=True, stdout=out)
        data.remove(imported)
        imports.append(measuring.run("sqlite3", imported, "CREATE TABLE o (a INTEGER PRIMARY KEY, b INT, c INT, d INT, e INT, f INT)",
                                     f".import --csv {csv} o"))
    rows = _rows(target)
    observations = int(measuring.query(target, "SELECT count(*) FROM observation"))
    rate = rows / measuring.median_wall_s(merges)
    dump_rate = rows / measuring.median_wall_s(dumps)
    import_rate = observations / measuring.median_wall_s(imports)
    table.add(f"merge of two shards, {rows / 1e6:.1f} million rows", f"{measuring.told(merges)}, {rate / 1e3:.0f},000 rows/s",
              f"`.dump \\| sqlite3`: {dump_rate / 1e3:.0f},000 rows/s; `.import` of observations alone: {import_rate / 1e3:.0f},000 rows/s",
              rate / dump_rate, " ×", 1, 2, more_is_better=True)
