#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares metrics_reference.py with the recorded experiments: check_recordings.py FOLDER

FOLDER holds experiments/<name>/{reports.tar.gz,classic.json,queueing.json}. Exit status 1 if anything differs.
"""
import base64
import hashlib
import json
import pathlib
import struct
import sys
import tarfile

import metrics_reference as reference


def load_reports(archive):
    reports = []
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.name.endswith(".json"):
                continue
            content = json.load(tar.extractfile(member))
            message = base64.b64decode(content["message"])
            rows = list(struct.iter_unpack(">qciqqqq", message))
            reports.append((rows[0][0], hashlib.sha256(message).digest(), content["from"].rsplit(":", 1)[0], rows))
    return sorted(reports)


def distinct(reports):
    rows = {row for report in reports for row in report[3] if row[1] == b"S"}
    return sorted(((t, a, b, c, d) for t, _, _, a, b, c, d in rows), key=lambda o: (o[0], o[1], o[4]))


def sessions_of(reports):
    session = []
    for report in reports:
        if session and (report[2] != session[-1][2] or report[0] - session[-1][0] > 300):
            yield session
            session = []
        session.append(report)
    yield session


def windows_of(session):
    start = 0
    while start < len(session):
        end = start
        received = 0
        while received < 1084 and end < len(session):
            received += len(session[end][3])
            end += 1
        if received < 1084:
            return
        yield session[start:end]
        start += max(1, (end - start) // 2)


def compare_classic(actual, expected):
    for d in ("up", "down"):
        for name in ("usage", "quality"):
            yield d + " " + name, actual[d][name] == expected[d][name]
        for name, absolute in (("hurst_rs", 0), ("hurst_wavelet", 0), ("mode_ns", 50), ("threshold_ns", 50)):
            off = abs(actual[d][name] - expected[d][name])
            yield d + " " + name, off <= max(absolute, 1e-6 * abs(expected[d][name]))
    for name in ("minutes", "clock_anchors", "rtt_mode_ns"):
        yield name, actual[name] == expected[name]


def compare_queueing(actual, expected):
    """Their skew is rounded, and on a plateau another one: values differ by up to 0.01 (most by nothing)."""
    for d in ("up", "down"):
        for name, theirs in (("usage", "usage"), ("quality", "quality"), ("busy_share", "busy")):
            yield d + " " + name, abs(actual[d][name] - expected[d][theirs]) <= 0.01
    yield "base", abs(actual["base_ms"] - expected["base_ms"]) <= 0.01
    yield "standing", abs(actual["standing_ms"] - expected["standing_ms"]) <= 0.01


def check(folder):
    classics = json.loads((folder / "classic.json").read_text())["windows"]
    queueings = json.loads((folder / "queueing.json").read_text())["windows"]
    differences, at, bases = 0, 0, []
    for session in sessions_of(load_reports(folder / "reports.tar.gz")):
        carried, everything = None, distinct(session)
        for part in windows_of(session):
            window, ip = distinct(part), part[0][2]
            last = window[-1][0]
            known = [b for other, b, when in bases if other == ip and last - 86_400 < when <= last]
            queueing = reference.queueing(window, everything, carried, min(known, default=None))
            bases.append((ip, queueing["base_ms"], last))
            carried = queueing["skew_ms_per_s"] if queueing["skew_source"] == "fitted" else carried
            found = [] if classics[at].get("midnight") else list(compare_classic(reference.classic(window), classics[at]))
            for name, same in found + list(compare_queueing(queueing, queueings[at])):
                if not same:
                    differences += 1
                    print(f"{folder.name} window {at}: {name} differs")
            at += 1
    if at != len(classics):
        differences += 1
        print(f"{folder.name}: {at} windows, not {len(classics)}")
    print(f"{folder.name}: {at} windows, {differences} differences", flush=True)
    return differences


def main():
    folders = sorted(pathlib.Path(sys.argv[1]).glob("experiments/*"))
    return 1 if sum(check(folder) for folder in folders) else 0


if __name__ == "__main__":
    sys.exit(main())
