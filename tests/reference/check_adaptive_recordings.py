#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares adaptive_reference.py with the recorded experiments: check_adaptive_recordings.py FOLDER

FOLDER holds experiments/<name>/adaptive.json. From the same sketches, every bit. Exit status 1 if anything differs.
"""
import json
import pathlib
import sys

import adaptive_reference as reference


def differences(windows):
    history = []
    for w in windows:
        if w.get("reason"):
            continue
        own = {"last": w["last"], "up": w["up"], "down": w["down"]}
        said = reference.adaptive(history, own, {d: w[d]["queueing"] for d in ("up", "down")})
        history.append(own)
        if said["history"] != w["history"]:
            yield f"{w['last']}: {said['history']} windows, not {w['history']}"
        for d in ("up", "down"):
            theirs, ours = w[d], said[d]
            is_learned = ours["low"] not in ("no_history", "noisy_history")
            if is_learned != theirs["learned"]:
                yield f"{w['last']} {d}: learned {is_learned}"
            names = ("usage", "low", "state", "guarded") if is_learned else ("usage",)
            for name in names:
                if ours[name] != theirs[name]:
                    yield f"{w['last']} {d} {name}: {ours[name]!r}, not {theirs[name]!r}"


def main():
    found = 0
    for path in sorted(pathlib.Path(sys.argv[1]).glob("experiments/*/adaptive.json")):
        windows = json.loads(path.read_text())["windows"]
        different = list(differences(windows))
        found += len(different)
        print(f"{path.parent.name}: {len(windows)} windows, {len(different)} differences")
        for line in different[:10]:
            print("  " + line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
