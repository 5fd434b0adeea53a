# SPDX-License-Identifier: MIT

"""Latency and loss once more, as plainly as possible: the second opinion that the C++ is tested against.

Written from docs/methods.md alone. Observations as in metrics_reference.py; all times in ns.
"""
from collections import Counter

from queueing_reference import half_open, is_impossible


def at_rank(values, percent):
    """Nearest rank: the least value that at least so many percent of the values do not exceed."""
    values = sorted(values)
    return next(v for i, v in enumerate(values, 1) if 100 * i >= percent * len(values))


def round_trip(o):
    return half_open(o[4] - o[1])


def delay_figures(waits, standing):
    return {"median": at_rank(waits, 50) + standing, "p95": at_rank(waits, 95) + standing,
            "p99": at_rank(waits, 99) + standing, "variation_p95": at_rank(waits, 95)}


def latency(observations, waits):
    """observations: distinct, in order. waits: None, or what queueing_reference tells of the kept probes."""
    received = [o for o in observations if not is_impossible(o)]
    seconds = [o[0] for o in received]
    silent = sum(b - a - 1 for a, b in zip(seconds, seconds[1:]) if b - a > 60)
    result = {"received": len(received), "impossible": len(observations) - len(received), "silent_s": silent,
              "covered_s": seconds[-1] - seconds[0] + 1 - silent if seconds else 0,
              "burst": sum(n - 1 for n in Counter(seconds).values()), "rtt": None, "kept": 0, "up": None, "down": None}
    if received:
        trips = [round_trip(o) for o in received]
        result["rtt"] = {f"p{p}": at_rank(trips, p) for p in (50, 75, 90, 95, 99)} | {"min": min(trips), "max": max(trips)}
    if waits:
        result["kept"] = len(waits["times"])
        for d in ("up", "down"):
            result[d] = delay_figures(waits[d], waits["standing"] if waits["direction"] == d else 0)
    return result


def minutes(observations, waits, epsilon_up=24, epsilon_down=8):
    found = []
    for start in sorted({t // 60 * 60 for t in waits["times"]}) if waits else []:
        kept = [i for i, t in enumerate(waits["times"]) if t // 60 * 60 == start]
        if len(kept) < 30:
            continue
        minute = {"minute_s": start, "probes": len(kept),
                  "rtt_median": at_rank([round_trip(o) for o in observations
                                         if o[0] // 60 * 60 == start and not is_impossible(o)], 50)}
        for d, epsilon in (("up", epsilon_up), ("down", epsilon_down)):
            waited = [waits[d][i] + (waits["standing"] if waits["direction"] == d else 0) for i in kept]
            minute[d] = {"busy": sum(w > epsilon * 10**6 for w in waited), "median": at_rank(waited, 50), "p95": at_rank(waited, 95)}
        found.append(minute)
    return found
