# SPDX-License-Identifier: MIT
"""Counts the instructions of a fixed small run under callgrind, and compares them with the committed figures: where noise hides
a regression of wall time, a count does not. It depends on the compiler and the libraries, which are Debian 12's."""
import json
import pathlib
import re
import subprocess
import sys

import data
import measuring

# Steps as functions, with all that they call. Of which counted run, and per how many of what.
PER_REPORT = [("whole file: read, checked, decoded", "tixdb::ingest::ReportParser::parse_file("),
              ("signature: SHA-1 of the message, RSA", "tixdb::ingest::SignatureVerifier::check("),
              ("of it RSA", "RSA_public_decrypt"),
              ("SHA-256 of the file", "tixdb::sha256("),
              ("base64", "tixdb::base64_decoded("),
              ("observations out of the message", "tixdb::ingest::decode_message("),
              ("report and observations into SQLite", "tixdb::store::ReportStore::add(")]
PER_WINDOW = [("observations out of SQLite", "tixdb::store::ObservationReader::short_probes_of("),
              ("method classic", "tixdb::metrics::classic("),
              ("clocks, floors and queues, for queueing and adaptive", "tixdb::metrics::analysed_queues("),
              ("method queueing, of what that has found", "tixdb::metrics::queueing("),
              ("method adaptive, of the same", "tixdb::metrics::adaptive(tixdb::metrics::QueueAnalysis"),
              ("latency of the hours", "tixdb::process::LatencyHours::finish("),
              ("of all rescaled range", "tixdb::metrics::hurst_rs("),
              ("of all wavelet", "tixdb::metrics::hurst_wavelet("),
              ("of clocks: skew", "tixdb::metrics::clock_line("),
              ("of clocks: shifts", "tixdb::metrics::straight_parts("),
              ("window, results, outbox into SQLite", "tixdb::process::BatchWriter::write_batch(")]
BUDGETS = {"ingest": ("report", "SELECT count(*) FROM report WHERE latest_s < {slice}", PER_REPORT),
           "process": ("window", "SELECT count(*) FROM window WHERE last_report_s < {slice}", PER_WINDOW),
           "process_live": ("window", "SELECT count(*) FROM window WHERE last_report_s >= {slice}", PER_WINDOW)}

FIGURES = pathlib.Path(__file__).resolve().parent / "instructions.json"
MOST_APART = 0.02
INSTALLATIONS = 4


def _profile(workshop, name):
    return workshop.folder / f"{name}.callgrind"


def _counted(workshop, name, *command):
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={_profile(workshop, name)}",
                           str(workshop.tixdb), *map(str, command)], capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or found is None:
        sys.exit(f"{command[0]} under callgrind ended with {done.returncode}: {done.stderr[-2000:]}")
    return int(found.group(1))


def count(workshop):
    """What ingest and process take: of ninety minutes at once, of ten more, and of nothing new."""
    fleet = data.Fleet(workshop, INSTALLATIONS)
    database = workshop.folder / "counted.sqlite"
    data.remove(database)
    common = ("--database", database, "--threads", 1, "--quiet")
    put_back = fleet.hold_back()
    counts = {"ingest": _counted(workshop, "ingest", "ingest", fleet.reports, *common),
              "process": _counted(workshop, "process", "process", *common)}
    put_back()
    counts["ingest_live"] = _counted(workshop, "ingest_live", "ingest", fleet.reports, *common)
    counts["process_live"] = _counted(workshop, "process_live", "process", *common)
    counts["ingest_known"] = _counted(workshop, "ingest_known", "ingest", fleet.reports, *common)
    return counts


def _inclusive(workshop, name):
    """Instructions of each function and all that it calls."""
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", str(_profile(workshop, name))],
                          check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^ *([\d,]+) \([ \d.]+%\)\s+[^:]*:(.*?)(?: \[.*)?$", text, re.MULTILINE)
    return [(function, int(number.replace(",", ""))) for number, function in found]


def show_budget(workshop):
    """What each step takes of a report, and of a window."""
    database = workshop.folder / "counted.sqlite"
    for name, (unit, sql, steps) in BUDGETS.items():
        units = int(measuring.query(database, sql.format(slice=data.FROM_S + data.HISTORY_S)))
        print(f"\n{name}: thousand instructions a {unit}, of {units}")
        functions = _inclusive(workshop, name)
        for step, prefix in steps:
            counted = max((number for function, number in functions if function.startswith(prefix)), default=0)
            print(f"| {step} | {counted / units / 1000:.0f} |")


def compare(workshop, renew):
    counts = count(workshop)
    if renew:
        FIGURES.write_text(json.dumps(counts, indent=2) + "\n")
        print(f"written: {FIGURES}")
        return 0
    committed = json.loads(FIGURES.read_text())
    is_good = True
    for name, counted in counts.items():
        apart = counted / committed[name] - 1
        is_within = abs(apart) <= MOST_APART
        is_good = is_good and is_within
        print(f"{name:<14}{counted / 1e6:9.2f} million instructions, {apart:+.2%} against the committed figure"
              f"{'' if is_within else ': more than 2 % apart'}")
    if not is_good:
        print("bench: if that is meant, renew the figures: scripts/bench --instructions --renew; for where they went see"
              " callgrind_annotate --inclusive=yes of the files in --folder", file=sys.stderr)
    return 0 if is_good else 1
