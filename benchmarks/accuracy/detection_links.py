# SPDX-License-Identifier: MIT
"""The simulated links of benchmarks/accuracy/detection, and the windows that were measured of them."""
import collections
import csv
import io
import random
import shutil
import sys

import simulation
from simulation import tixdb

KINDS = ("poisson", "paced", "batches", "web", "video", "bulk")
TCP = ("web", "video", "bulk")
RATES_MBPS = (1.5, 5, 10, 50, 100, 300, 1000)
ACCESS = ("dsl", "cable", "wifi", "4g", "fibre")
HOUR_S = 3600
QUIET_S = 4 * HOUR_S  # before the load of a link begins: it learns in the first three
LINK_HOURS = 12
FACTORS = (1, 2, 3, 4, 6, 8, 12)  # by which jitter grows
JITTERS_MS = (0, 0.25, 0.5, 1, 2)  # exponential, beside that of the access
FACTOR_S = 2400

COLUMNS = ("section", "kind", "rate", "access", "seed", "what", "direction", "method", "truth", "usage", "state", "low",
           "ceiling", "after_s")
# what: of its section; after_s: when the window ended, from the beginning of the session
Window = collections.namedtuple("Window", COLUMNS)
# One simulated link; rate: down, and up if up_rate is none; loads: (after_s, up, down)
Link = collections.namedtuple("Link", "kind rate access seed what hours loads options up_rate", defaults=(None,))


def steps_of_load(numbers, hours, begins_s, idle_share=0.25):
    """An hour each of a load in one direction, in both, or of none."""
    loads = [] if begins_s == 0 else [(0, 0, 0)]
    for after_s in range(begins_s, hours * HOUR_S, HOUR_S):
        up, down = (round(numbers.uniform(0.05, 0.95), 2) for _ in "ud")
        chance = numbers.random()
        if chance < idle_share:
            up = down = 0
        elif chance < idle_share + 0.35:
            up = 0
        elif chance < idle_share + 0.6:
            down = 0
        loads.append((after_s, up, down))
    return loads


def links(seed):
    """A link per traffic and rate, of another access with each seed."""
    for i, kind in enumerate(KINDS):
        for j, rate in enumerate(RATES_MBPS):
            numbers = random.Random(f"{seed} {kind} {rate}")
            access = ACCESS[(i + j + 2 * seed) % len(ACCESS)]
            yield Link(kind, rate, access, seed, "", LINK_HOURS, steps_of_load(numbers, LINK_HOURS, QUIET_S), ())


def spread(seed):
    """The links with video once more, of clients whose probes leave anywhere in their second."""
    for link in links(seed):
        if link.kind == "video":
            yield link._replace(what="spread", options=("--probe-spread", "990ms"))


def jitter(seed):
    """Idle links whose jitter grows to one factor after the other, in one direction or in both."""
    for access in ACCESS:
        for ways in (("down",), ("up", "down")):
            changes = ",".join(f"{way}:{factor}@{QUIET_S + i * FACTOR_S}s..{QUIET_S + (i + 1) * FACTOR_S}s"
                               for way in ways for i, factor in enumerate(FACTORS))
            hours = -(-(QUIET_S + len(FACTORS) * FACTOR_S) // HOUR_S)
            yield Link("poisson", 50, access, seed, "both" if len(ways) == 2 else "one", hours, [(0, 0, 0)],
                       ("--jitter-change", changes))


def busy(seed):
    """Links that are never idle, and ones that are for a twentieth of the time."""
    for kind in TCP:
        for rate in (10, 100):
            for share in (0, 0.05):
                numbers = random.Random(f"busy {seed} {kind} {rate} {share}")
                loads = []
                for after_s in range(0, 24 * HOUR_S, 1800):
                    down = 0 if numbers.random() < share else round(numbers.uniform(0.3, 0.95), 2)
                    loads.append((after_s, 0, down))
                access = ACCESS[(KINDS.index(kind) + seed) % len(ACCESS)]
                yield Link(kind, rate, access, seed, "never" if share == 0 else "5 %", 24, loads, ())


def history(seed):
    """Sessions of two days that begin with load or with a quiet night."""
    for kind in TCP:
        for begins in ("loaded", "quiet"):
            numbers = random.Random(f"history {seed} {kind} {begins}")
            loads = steps_of_load(numbers, 50, 0 if begins == "loaded" else 6 * HOUR_S, idle_share=0.4)
            access = ACCESS[(KINDS.index(kind) + seed) % len(ACCESS)]
            yield Link(kind, 50, access, seed, begins, 50, loads, ())


def both(seed):
    """Slow links with single packets or pages in one direction or in both, and more and more jitter."""
    for kind in ("poisson", "web"):
        for jitter_ms in JITTERS_MS:
            for ways, up in (("one", 0), ("both", 0.3)):
                yield Link(kind, 1.5, "dsl", seed, f"{ways} {jitter_ms:g}", 10, [(0, 0, 0), (QUIET_S, up, 0.75)],
                           ("--jitter", f"{jitter_ms}ms"), 0.5)


SECTIONS = {"links": links, "spread": spread, "jitter": jitter, "both": both, "busy": busy, "history": history}


def simulated(link, folder):
    plan = folder / "plan.csv"
    with plan.open("w") as out:
        print("user_id,installation_id,after_s,up_utilisation,down_utilisation", file=out)
        for load in link.loads:
            print("1,1", *load, sep=",", file=out)
    queue = "stationary" if link.kind not in TCP and link.rate >= 50 else "exact"
    up_rate = link.up_rate or link.rate
    simulation.simulate(folder / "link", "--utilisation-plan", plan, "--access", link.access, "--traffic", link.kind,
                        "--down-rate-kbps", 1000 * link.rate, "--up-rate-kbps", 1000 * up_rate, "--queue", queue,
                        "--vary-clocks", "--threads", 1, *link.options, seed=link.seed, duration_s=link.hours * HOUR_S)


def evaluated(section, link, folder):
    text = tixdb("evaluate", folder, "--windows", "--format", "csv", "--quiet", "--down-mbps", link.rate, "--up-mbps",
                 link.up_rate or link.rate)
    for row in csv.DictReader(io.StringIO(text)):
        if row["usage"] and row["method"] != "classic":
            yield Window(section, link.kind, link.rate, link.access, link.seed, link.what, row["direction"],
                         row["method"], row["expected"], row["usage"], row["state"], row["low"], row["ceiling"],
                         int(row["last_s"]) - simulation.FROM_S)


def typed(row):
    def number(text):
        return float(text) if text else None
    return Window(*row[:2], float(row[2]), row[3], int(row[4]), *row[5:8], float(row[8]), float(row[9]), row[10],
                  number(row[11]), number(row[12]), int(row[13]))


def measured(section, folder, seeds):
    """All windows of the section; those of a link that was measured before are read from the folder."""
    windows = []
    for seed in seeds:
        for link in SECTIONS[section](seed):
            name = f"{section}-{link.kind}-{link.rate:g}-{link.access}-{link.what.replace(' ', '') or 'all'}-{link.seed}"
            kept = folder / f"{name}.csv"
            if not kept.exists():
                print(f"simulating {name}", file=sys.stderr, flush=True)
                work = folder / "work"
                shutil.rmtree(work, ignore_errors=True)
                work.mkdir()
                simulated(link, work)
                with (folder / "part.csv").open("w", newline="") as out:
                    csv.writer(out).writerows(evaluated(section, link, work / "link"))
                (folder / "part.csv").rename(kept)
                shutil.rmtree(work)
            with kept.open(newline="") as rows:
                windows += map(typed, csv.reader(rows))
    return windows
