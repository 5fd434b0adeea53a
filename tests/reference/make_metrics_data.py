#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes tests/data/metrics: made sessions (<name>.csv) and what the references say about them
(<name>.json).

make_metrics_data.py [FOLDER]   Same bytes whenever it is run; commit them with a change of this file.

A row of the CSV is a probe: seconds since the one before (the first: unix seconds), t1 minus the t1 before (the first:
t1), t2 - t1, t3 - t2, t4 - t1, the last four in ns. The JSON holds windows as ranges of rows.
"""
import json
import pathlib
import random
import sys
from fractions import Fraction

import latency_reference
import metrics_reference as reference
import queueing_reference

S = 10**9
MS = 10**6
DAY = 86_400 * S


class Clock:
    """Shows ns of day: UTC minus midnight UTC of the local date."""

    def __init__(self, zone_h=0, offset_ms=0, drift_ppm=0, step=(0, 0)):
        self.zone, self.offset, self.drift, self.step = zone_h * 3600 * S, offset_ms * MS, drift_ppm, step

    def read(self, start, elapsed_ns):
        utc = start * S + elapsed_ns + self.offset + elapsed_ns * self.drift // 10**6
        if self.step[0] and elapsed_ns >= self.step[0] * S:
            utc += self.step[1] * MS
        return utc - (utc + self.zone) // DAY * DAY


class Queue:
    """Waiting time of a link that is fed at random (Lindley's recursion), in ns; what exceeds its buffer is lost."""

    def __init__(self, random_numbers, load, service_ms, burst=1, buffer_ms=60_000):
        self.random, self.load, self.service, self.burst = random_numbers, load, service_ms * MS, burst
        self.buffer = buffer_ms * MS
        self.waiting = self.now = 0

    def waiting_at(self, now):
        while self.now < now:
            step = min(now - self.now, 5 * MS)
            self.waiting = max(0, self.waiting - step)
            load = self.load(self.now / S)
            if self.random.random() < load * step / (self.service * self.burst):
                arriving = self.service * self.random.randrange(1, 2 * self.burst)
                self.waiting = min(self.waiting + arriving, self.buffer)
            self.now += step
        return int(self.waiting)


def session(seed, start, seconds, client, server, up, down, base_ms=(6, 7), loss=0.01, gaps=(), period_ns=S):
    """up, down: (load as a function of seconds, service time in ms, mean burst, buffer in ms)."""
    numbers = random.Random(seed)
    queues = Queue(numbers, *up), Queue(numbers, *down)
    rows = []
    for i in range(seconds * S // period_ns):
        now = i * period_ns + numbers.randrange(20 * MS)
        if numbers.random() < loss or any(a <= now / S < b for a, b in gaps):
            continue
        arrives = now + base_ms[0] * MS + queues[0].waiting_at(now) + numbers.randrange(2 * MS)
        leaves = arrives + numbers.randrange(10_000, 40_000)
        returns = leaves + base_ms[1] * MS + queues[1].waiting_at(leaves) + numbers.randrange(2 * MS)
        rows.append((start + now // S, client.read(start, now), server.read(start, arrives), server.read(start, leaves),
                     client.read(start, returns)))
    return sorted(set(rows), key=lambda o: (o[0], o[1], o[4]))


def constant(load):
    return lambda _: load


def scenarios():
    """Name -> (observations, ranges of rows that are windows)."""
    noon, midnight = 1_500_033_600, 1_500_076_800
    drifting = session(1, noon, 1500, Clock(), Clock(offset_ms=-3_725_000, drift_ppm=42),
                       (constant(0.3), 24, 2), (lambda t: 0.2 if t < 750 else 0.8, 8, 4))
    yield "drifting", drifting, [(0, 900), (500, len(drifting))]
    # The client's clock falls by a day in it; the server, two zones on, had its midnight two hours before.
    at_client = session(2, midnight - 900, 1150, Clock(offset_ms=12), Clock(zone_h=2), (constant(0.5), 24, 3),
                        (constant(0.6), 8, 2), period_ns=S)
    yield "client_midnight", at_client, [(0, len(at_client))]
    # The other way round: here the server's clock falls by a day.
    at_server = session(3, midnight - 7200 - 700, 1150, Clock(), Clock(zone_h=2, offset_ms=250, drift_ppm=-20),
                        (constant(0.1), 24, 1), (constant(0.9), 8, 6), loss=0.04)
    yield "server_midnight", at_server, [(0, len(at_server))]
    # Two probes a second, and a queue of the downlink that stops draining: several anchors in one second.
    standing = session(4, noon, 1300, Clock(offset_ms=-7), Clock(zone_h=-5), (constant(0.2), 24, 1),
                       (lambda t: 0.3 if t < 500 else 1.8, 8, 4, 450), period_ns=S * 7 // 10)
    half = next(i for i, o in enumerate(standing) if o[0] >= noon + 620)
    yield "standing_queue", standing, [(0, half), (half - 100, len(standing))]
    stepped = session(5, noon, 1100, Clock(step=(820, 180)), Clock(offset_ms=40, drift_ppm=15), (constant(0.4), 24, 2),
                      (constant(0.4), 8, 2), gaps=[(801, 821)])
    yield "clock_step", stepped, [(0, len(stepped))]
    # No gap, two steps and wrong probes of three kinds, in a session of three windows.
    disturbed = session(6, noon, 2400, Clock(step=(1700, -120)), Clock(zone_h=1, drift_ppm=-90, step=(2100, 45)),
                        (constant(0.3), 24, 2), (constant(0.5), 8, 2))
    for i, change in ((900, (0, 0, 0, -700)), (1500, (0, 1000, 1000, 0)), (1501, (0, -50, -50, 0)), (2000, (0, 0, 0, -14))):
        disturbed[i] = (disturbed[i][0],) + tuple(x + y * MS for x, y in zip(disturbed[i][1:], change))
    disturbed[1600] = disturbed[1600][:2] + (0, 0) + disturbed[1600][4:]
    disturbed = sorted(set(disturbed), key=lambda o: (o[0], o[1], o[4]))
    yield "disturbed", disturbed, [(0, 1100), (550, 1650), (1150, len(disturbed))]
    # The way back gets 150 ms longer at second 1500, and the way there 40 ms at second 2300.
    path = session(7, noon, 2700, Clock(), Clock(offset_ms=9, drift_ppm=12), (constant(0.2), 24, 2), (constant(0.2), 8, 2))
    changed = [o if o[0] < noon + 1500 else o[:4] + (o[4] + 150 * MS,) for o in path]
    changed = [o if o[0] < noon + 2300 else o[:2] + tuple(x + 40 * MS for x in o[2:]) for o in changed]
    yield "route", changed, [(0, 1100), (500, 1600), (1000, 2100), (1500, len(changed))]
    # A client that reports to two servers in turn: no line, no level.
    torn = session(8, noon, 1100, Clock(), Clock(), (constant(0.3), 24, 2), (constant(0.3), 8, 2))
    torn = [o if i // 7 % 2 else o[:2] + tuple(x + 60 * MS for x in o[2:4]) + o[4:] for i, o in enumerate(torn)]
    torn = [o if i // 40 % 2 else o[:2] + tuple(x - i * 333 * MS // 1000 for x in o[2:4]) + o[4:] for i, o in enumerate(torn)]
    yield "torn", torn, [(0, len(torn))]


def told(offered):
    """As later windows know it: slopes and sums as floating-point numbers."""
    slope = None if offered.slope is None else Fraction(float(offered.slope / MS)) * MS
    floor_sum = None if offered.floor_sum is None else Fraction(float(offered.floor_sum / MS)) * MS
    return offered._replace(slope=slope, floor_sum=floor_sum)


def rounded(figures):
    """Whole ns."""
    if isinstance(figures, dict):
        return {name: rounded(value) for name, value in figures.items()}
    if isinstance(figures, list):
        return [rounded(value) for value in figures]
    return figures if figures is None else round(figures)


def expected(observations, ranges):
    windows, history = [], []
    for begin, end in ranges:
        window = observations[begin:end]
        last = window[-1][0]
        offered = told(queueing_reference.offered_by(history, last))
        queueing = queueing_reference.queueing(window, [o for o in observations if o[0] <= last], offered)
        waits = queueing.pop("waits", None)
        recent = reference.recent_of(window)
        latency = rounded(latency_reference.latency(recent, waits) | {"minutes": latency_reference.minutes(recent, waits)})
        windows.append({"begin": begin, "end": end, "classic": reference.classic(window), "queueing": queueing,
                        "latency": latency,
                        "offered": {"skew_ms_per_s": None if offered.slope is None else offered.slope / MS,
                                    "floor_sum_ms": None if offered.floor_sum is None else offered.floor_sum / MS,
                                    "since_s": offered.since, "route_start_s": offered.route_start}})
        history.append(queueing_reference.earlier(queueing, last))
    return windows


def csv_of(observations):
    lines, last_t, last_t1 = [], 0, 0
    for t, t1, t2, t3, t4 in observations:
        lines.append(f"{t - last_t},{t1 - last_t1},{t2 - t1},{t3 - t2},{t4 - t1}")
        last_t, last_t1 = t, t1
    return "\n".join(lines) + "\n"


def plain(value):
    """Fractions as numbers."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, (str, bool, int)) else float(value)


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "data" / "metrics"
    for name, observations, ranges in scenarios():
        (folder / f"{name}.csv").write_text(csv_of(observations))
        content = {"windows": expected(observations, ranges)}
        (folder / f"{name}.json").write_text(json.dumps(plain(content), indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
