#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes tests/data/adaptive/sketches.json: sketches of made windows and what adaptive_reference.py says about them.

make_adaptive_data.py [FOLDER]   Same bytes whenever it is run; commit them with a change of this file.
"""
import json
import math
import pathlib
import random
import sys

import adaptive_reference as reference

DIRECTIONS = ("up", "down")
START = 1_700_000_000


def waits(numbers, probes, jitter_ms, load, wait_ms):
    """Jitter whose scale differs from window to window; a probe in `load` waits besides."""
    scale = jitter_ms * math.exp(numbers.gauss(0, 0.2))
    result = []
    for _ in range(probes):
        wait = scale * numbers.gammavariate(2, 0.5)
        if numbers.random() < load:
            wait += numbers.expovariate(1 / wait_ms)
        result.append(wait)
    floor = min(result)
    return [wait - floor for wait in result]


def load_at(numbers, i, name):
    if i < 20 and name != "loaded_from_the_start":
        return 0
    return numbers.choice([0, 0, 0.02, 0.1, 0.3, 0.6, 0.9])


INSTALLATIONS = (
    # name, jitter up and down in ms, mean wait in ms, rates in Mb/s
    ("slow", {"up": 0.4, "down": 0.2}, 40, {"up": 1, "down": 8}),
    ("fast", {"up": 0.3, "down": 0.1}, 2, {"up": 40, "down": 1000}),
    ("radio", {"up": 6, "down": 3}, 60, {"up": None, "down": 50}),
    ("loaded_from_the_start", {"up": 0.5, "down": 0.5}, 100, {}),
    ("grown", {"up": 0.5, "down": 0.5}, 20, {}),
)


def windows_of(name, jitter, wait_ms):
    numbers = random.Random(name)
    for i in range(48):
        last = START + 600 * i + (90_000 if i > 44 else 0)
        own = {"last": last}
        grown = 6 if name == "grown" and i % 3 == 0 else 1
        for d in DIRECTIONS:
            load = load_at(numbers, i, name)
            made = waits(numbers, numbers.randrange(400, 600), grown * jitter[d], load, wait_ms)
            own[d] = {"quartile_ms": reference.quartile_of(made), "sketch": reference.sketch_of(made),
                      "queueing": round(load, 2)}
        yield own


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "data" / "adaptive"
    folder.mkdir(exist_ok=True)
    installations = []
    for name, jitter, wait_ms, rates in INSTALLATIONS:
        history, windows = [], []
        for own in windows_of(name, jitter, wait_ms):
            said = reference.adaptive(history, own, {d: own[d]["queueing"] for d in DIRECTIONS}, rates)
            windows.append({**own, "expected": said})
            history.append(own)
        installations.append({"name": name, "rates": rates, "windows": windows})
    text = json.dumps(installations, sort_keys=True)
    # A window a line.
    text = text.replace('{"down": {"queueing"', '\n{"down": {"queueing"')
    (folder / "sketches.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
