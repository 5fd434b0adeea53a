# SPDX-License-Identifier: MIT
"""The rows that take hours: 100,000 installations, and a database of 100 million observations."""
import pathlib
import subprocess

import data
import measuring
import pages

FILL = pathlib.Path(__file__).resolve().parent.parent / "large-database"
LARGE_INSTALLATIONS = 1000
FIRST_OTHER_USER = 1_000_000  # beyond those of the large database


def hundred_thousand(workshop, table):
    """Ten minutes of 100,000 installations in one run, once."""
    installations = 100_000
    reports = workshop.simulate("hundred-thousand", installations, 0, data.SLICE_S)
    database = workshop.folder / "hundred-thousand.sqlite"
    data.remove(database)
    before = dict(workshop.peaks_mib)
    workshop.peaks_mib.clear()
    run = workshop.run("run", reports, "--database", database)
    table.add("`run`, 100,000 installations, ten minutes, once", measuring.told([run]), "", run.wall_s, " s", 300, 150)
    table.add("peak memory of it", "", "", run.peak_mib, " MiB", 192, 96)
    workshop.peaks_mib = before
    data.remove(database)


def into_large(workshop, table, rows, observations=100_000_000):
    """Ten minutes of as many installations as the fleet has into a database that others have filled, and into an empty one."""
    hours = observations // (LARGE_INSTALLATIONS * 3600) + 1
    large = workshop.folder / "large.sqlite"
    if not large.exists():
        subprocess.run([FILL, large, "--installations", str(LARGE_INSTALLATIONS), "--hours", str(hours), "--no-queries"],
                       check=True)
    slice_of = workshop.simulate("into", rows.installations, hours * 3600, data.SLICE_S, "--first-user", FIRST_OTHER_USER)
    empty_runs, large_runs = [], []
    for _ in range(rows.runs):
        empty = workshop.folder / "empty.sqlite"
        data.remove(empty)
        empty_runs.append(workshop.run("run", slice_of, "--database", empty))
        large_runs.append(workshop.run("run", slice_of, "--database", workshop.copied(large, "measured.sqlite")))
    table.add("the slice into 100 million observations", measuring.told(large_runs), f"into none: {measuring.told(empty_runs)}",
              measuring.median_wall_s(large_runs) / measuring.median_wall_s(empty_runs), " ×", 1.15, 1.05)
    rows.queries(large)
    pages.export(workshop, table, 1, large)
