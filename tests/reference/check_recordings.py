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
import queueing_reference


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
    yield "reason", actual["reason"] == expected.get("reason")
    if actual["reason"] is not None:
        return
    for d in ("up", "down"):
        for name, theirs in (("usage", "usage"), ("quality", "quality"), ("busy_share", "busy")):
            yield d + " " + name, abs(actual[d][name] - expected[d][theirs]) <= 0.01
    for name in ("base_ms", "baseline_ms", "standing_ms"):
        yield name, abs(actual[name] - expected[name]) <= 0.01
    for name in ("impossible", "short_trips", "dips", "cut_off", "held", "skew_source"):
        yield name, actual[name] == expected[name]
    yield "horizon", actual["skew_horizon_min"] == expected["horizon_min"]
    yield "shifts", len(actual["shifts"]) == len(expected["shifts"])


def check(folder):
    classics = json.loads((folder / "classic.json").read_text())["windows"]
    queueings = json.loads((folder / "queueing.json").read_text())["windows"]
    differences, at, history = 0, 0, []
    for session in sessions_of(load_reports(folder / "reports.tar.gz")):
        everything = distinct(session)
        for part in windows_of(session):
            window, ip = distinct(part), part[0][2]
            last = window[-1][0]
            offered = queueing_reference.offered_by([r._replace(same_ip=r.same_ip == ip) for r in history], last)
            queueing = queueing_reference.queueing(window, [o for o in everything if o[0] <= last], offered)
            history.append(queueing_reference.earlier(queueing, last, ip))
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
