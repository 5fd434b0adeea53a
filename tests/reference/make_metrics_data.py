#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes tests/data/metrics: made sessions (<name>.csv) and what metrics_reference.py says about them (<name>.json).

make_metrics_data.py [FOLDER]   Same bytes whenever it is run; commit them with a change of this file.

A row of the CSV is a probe: seconds since the one before (the first: unix seconds), t1 minus the t1 before (the first:
t1), t2 - t1, t3 - t2, t4 - t1, the last four in ns. The JSON holds windows as ranges of rows.
"""
import json
import pathlib
import random
import sys

import metrics_reference as reference

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


def expected(observations, ranges):
    windows, carried, bases = [], None, []
    for begin, end in ranges:
        window = observations[begin:end]
        queueing = reference.queueing(window, [o for o in observations if o[0] <= window[-1][0]], carried,
                                      min(bases, default=None))
        windows.append({"begin": begin, "end": end, "least_base_ms": min(bases, default=None),
                        "carried_skew_ms_per_s": carried, "classic": reference.classic(window), "queueing": queueing})
        bases.append(queueing["base_ms"])
        carried = queueing["skew_ms_per_s"] if queueing["skew_source"] == "fitted" else carried
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
