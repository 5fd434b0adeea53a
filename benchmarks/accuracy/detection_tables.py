# SPDX-License-Identifier: MIT
"""The tables of benchmarks/accuracy/detection."""
import csv
import io
import re
import resource
import shutil
import statistics

import simulation
from detection_links import ACCESS, FACTOR_S, FACTORS, JITTERS_MS, KINDS, QUIET_S, RATES_MBPS, TCP
from simulation import table, tixdb

TOLERANCE = 0.01
DESCRIBED_S = 600  # what a window's results describe


def mae(windows):
    return statistics.fmean(abs(w.usage - w.truth) for w in windows) if windows else None


def bias(windows):
    return statistics.fmean(w.usage - w.truth for w in windows) if windows else None


def share(windows, holds):
    windows = list(windows)
    return sum(map(holds, windows)) / len(windows) if windows else None


def figure(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}".replace("0.", ".", 1)


def signed(value):
    return "–" if value is None else f"{value:+.2f}".replace("0.", ".", 1).replace("-", "−")


def percent(value, digits=0):
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def is_loaded(w):
    return w.truth > TOLERANCE  # probes are traffic too


def key(w):
    return w.section, w.kind, w.rate, w.access, w.seed, w.what, w.direction, w.after_s


class Results:
    """Windows of both methods, where `adaptive` has learned or not."""

    def __init__(self, windows, learned=True):
        keys = {key(w) for w in windows if w.method == "adaptive" and (not learned or w.state)}
        self.all = [w for w in windows if key(w) in keys]

    def of(self, method, wanted=lambda w: True):
        return [w for w in self.all if w.method == method and wanted(w)]

    def cell(self, wanted):
        queueing, adaptive = self.of("queueing", wanted), self.of("adaptive", wanted)
        none = share(adaptive, lambda w: w.state == "none")
        return f"{figure(mae(queueing))} / {figure(mae(adaptive))} / {percent(none)}" if adaptive else "–"


def by_kind(results):
    rows = [[kind] + [results.cell(lambda w: w.kind == kind and w.rate == rate and is_loaded(w)) for rate in RATES_MBPS]
            for kind in KINDS]
    rows.append(["no load"] + [results.cell(lambda w: w.rate == rate and not is_loaded(w)) for rate in RATES_MBPS])
    table(["", *(f"{rate:g}" for rate in RATES_MBPS)], rows)


def by_access(results):
    table(["access", "loaded", "TCP, loaded", "no load"],
          [[access, *(results.cell(lambda w: w.access == access and wanted(w)) for wanted in (
              is_loaded, lambda w: is_loaded(w) and w.kind in TCP, lambda w: not is_loaded(w)))] for access in ACCESS])


def by_seed(results):
    rows = []
    for seed in sorted({w.seed for w in results.all}):
        of = {m: results.of(m, lambda w: w.seed == seed) for m in ("queueing", "adaptive")}
        loaded = [w for w in of["adaptive"] if is_loaded(w)]
        rows.append([seed, len(of["adaptive"]), *(figure(mae([w for w in of[m] if is_loaded(w)]), 3) for m in of),
                     *(figure(mae([w for w in of[m] if not is_loaded(w)]), 3) for m in of),
                     percent(share(loaded, lambda w: w.low <= w.truth + TOLERANCE), 1)])
    table(["seed", "windows", "loaded: `queueing`", "`adaptive`", "no load: `queueing`", "`adaptive`", "`low` holds, loaded"],
          rows)


def by_state(results):
    adaptive = results.of("adaptive")
    rows = []
    for state in ("none", "weak", "clear"):
        windows = [w for w in adaptive if w.state == state]
        rows.append([state, len(windows), percent(len(windows) / len(adaptive)), percent(share(windows, is_loaded)),
                     figure(mae(windows), 3), signed(bias(windows))])
    table(["state", "windows", "share", "of them loaded", "MAE", "bias"], rows)


def bounds(results):
    adaptive = results.of("adaptive")
    loaded = [w for w in adaptive if is_loaded(w)]
    rows = []
    for name, windows in (("all", adaptive), ("no load", [w for w in adaptive if not is_loaded(w)]), ("loaded", loaded),
                          *((f"{kind}, loaded", [w for w in loaded if w.kind == kind]) for kind in KINDS),
                          *((f"{access}, loaded", [w for w in loaded if w.access == access]) for access in ACCESS)):
        if not windows:
            continue
        ceilings = [w for w in windows if w.ceiling is not None]
        rows.append([name, len(windows), percent(share(windows, lambda w: w.low <= w.truth + TOLERANCE), 1),
                     percent(share(ceilings, lambda w: w.ceiling >= w.truth - TOLERANCE), 1),
                     figure(statistics.median(w.ceiling for w in ceilings))])
    table(["windows", "", "`low` holds", "ceiling holds", "median ceiling"], rows)


def is_single(w):
    return w.kind in ("poisson", "paced")


def pooled(results):
    rows = []
    for name, wanted in (("all", lambda w: True), ("loaded", is_loaded), ("TCP, loaded", lambda w: is_loaded(w) and w.kind in TCP),
                         ("single or paced packets, loaded", lambda w: is_loaded(w) and is_single(w)),
                         ("no load", lambda w: not is_loaded(w))):
        queueing, adaptive = results.of("queueing", wanted), results.of("adaptive", wanted)
        rows.append([name, len(adaptive), figure(mae(queueing), 3), figure(mae(adaptive), 3), signed(bias(queueing)),
                     signed(bias(adaptive)), percent(share(adaptive, lambda w: w.state == "none"))])
    table(["pooled", "windows", "`queueing`", "`adaptive`", "bias of `queueing`", "of `adaptive`", "none"], rows)
    for name, wanted, holds in (
            ("A direction without load reads above .05", lambda w: not is_loaded(w), lambda w: w.usage > 0.05),
            ("A load of .25 or more reads below .02", lambda w: w.truth >= 0.25, lambda w: w.usage < 0.02),
            ("The same, not said to be none", lambda w: w.truth >= 0.25, lambda w: w.usage < 0.02 and w.state != "none")):
        print(f"- {name}: " + ", ".join(f"`{m}` {percent(share(results.of(m, wanted), holds), 1)}" for m in ("queueing", "adaptive")))
    print()


def wrong_direction(results):
    """Of windows with load in one direction alone: in how many the other one reads higher, or as high."""
    rows = []
    for method in ("queueing", "adaptive"):
        pairs = {}
        for w in results.of(method):
            pairs.setdefault(key(w)[:6] + (w.after_s,), {})[w.direction] = w
        both = [(p["up"], p["down"]) for p in pairs.values() if len(p) == 2 and is_loaded(p["up"]) != is_loaded(p["down"])]
        ordered = [(a, b) if is_loaded(a) else (b, a) for a, b in both]
        rows.append([f"`{method}`", len(ordered), percent(share(ordered, lambda p: p[0].usage < p[1].usage), 1),
                     percent(share(ordered, lambda p: p[0].usage == p[1].usage), 1)])
    table(["load in one direction", "windows", "the idle one reads higher", "both read the same"], rows)


def by_rate(results):
    """What a ranking of networks would show whose lines differ in speed alone, and what stands beside it."""
    rows = []
    for rate in RATES_MBPS:
        of = {m: results.of(m, lambda w: w.rate == rate) for m in ("queueing", "adaptive")}
        adaptive = of["adaptive"]
        if not adaptive:
            continue
        seen = [w for w in adaptive if w.state != "none"]
        row = [f"{rate:g}", figure(statistics.fmean(w.truth for w in adaptive)),
               *(figure(statistics.fmean(w.usage for w in of[m])) for m in of), percent(share(adaptive, lambda w: w.state == "none")),
               percent(share([w for w in adaptive if w.state == "none"], is_loaded)),
               *(figure(statistics.fmean(value(w) for w in seen) if seen else None) for value in (lambda w: w.truth, lambda w: w.usage))]
        rows.append(row)
    table(["Mb/s", "true mean", "`queueing`", "`adaptive`", "none", "of them loaded", "where seen: true", "`adaptive`"], rows)


def links(windows):
    results = Results(windows)
    pooled(results)
    by_kind(results)
    by_access(results)
    by_state(results)
    bounds(results)
    wrong_direction(results)
    by_rate(results)
    by_seed(results)


def spread(windows):
    results = Results(windows)
    pooled(results)
    bounds(results)


def jitter(windows):
    results = Results(windows)

    def factor_of(w):
        """None while it changes."""
        begins, ends = w.after_s - DESCRIBED_S - QUIET_S, w.after_s - QUIET_S
        at = ends // FACTOR_S
        return FACTORS[at] if begins >= at * FACTOR_S and begins >= 0 and at < len(FACTORS) else None

    rows = []
    for factor in FACTORS:
        row = [f"×{factor}"]
        for what in ("one", "both"):
            wanted = lambda w: w.what == what and factor_of(w) == factor and (w.direction == "down" or what == "both")
            queueing, adaptive = results.of("queueing", wanted), results.of("adaptive", wanted)
            row += [len(adaptive), figure(mae(queueing)), figure(mae(adaptive)),
                    " / ".join(percent(share(adaptive, lambda w: w.state == s)) for s in ("none", "weak", "clear")),
                    figure(statistics.fmean(w.low for w in adaptive) if adaptive else None)]
        rows.append(row)
    table(["jitter", *(f"{what}{name}" for what in ("one direction: ", "both: ")
                       for name in ("windows", "`queueing`", "`adaptive`", "none / weak / clear", "`low`"))], rows)


def both(windows):
    """What step 6 costs: the same load down without and with one up."""
    results = Results(windows)
    rows = []
    for kind in ("poisson", "web"):
        for jitter_ms in JITTERS_MS:
            row = [kind, f"{jitter_ms:g}"]
            for what, direction in (("one", "down"), ("both", "down"), ("both", "up")):
                row.append(results.cell(lambda w: (w.what == f"{what} {jitter_ms:g}" and w.kind == kind and is_loaded(w) and
                                                   w.direction == direction)))
            rows.append(row)
    table(["traffic", "jitter, ms", "down alone", "down, of both", "up, of both"], rows)


def busy(windows):
    rows = []
    for what in ("never", "5 %"):
        wanted = lambda w: w.what == what and w.direction == "down"
        everything, learned = Results(windows, learned=False), Results(windows)
        adaptive = everything.of("adaptive", wanted)
        rows.append([what, len(adaptive), percent(share(adaptive, lambda w: not w.state)),
                     figure(mae(everything.of("queueing", wanted)), 3), figure(mae(adaptive), 3), signed(bias(adaptive)),
                     figure(mae(learned.of("queueing", wanted)), 3), figure(mae(learned.of("adaptive", wanted)), 3),
                     percent(share([w for w in learned.of("adaptive", wanted) if is_loaded(w)],
                                   lambda w: w.low <= w.truth + TOLERANCE), 1)])
    table(["idle", "windows", "not learned", "`queueing`", "`adaptive`", "bias", "learned: `queueing`", "`adaptive`",
           "`low` holds, loaded"], rows)


def history(windows):
    everything = Results(windows, learned=False)
    rows = []
    for begin, end in ((0, 3), (3, 4), (4, 6), (6, 12), (12, 24), (24, 36), (36, 50)):
        row = [f"{begin}–{end if end < 50 else 48} h"]
        for what in ("loaded", "quiet"):
            in_time = lambda w: w.what == what and 3600 * begin < w.after_s <= 3600 * end
            loaded = lambda w: in_time(w) and is_loaded(w)
            adaptive = everything.of("adaptive", in_time)
            row += [percent(share(adaptive, lambda w: not w.state)),
                    f"{figure(mae(everything.of('queueing', in_time)))} → {figure(mae(adaptive))}",
                    f"{figure(mae(everything.of('queueing', loaded)))} → {figure(mae(everything.of('adaptive', loaded)))}"]
        rows.append(row)
    table(["of the session", *(f"begins {what}: {name}" for what in ("loaded", "quiet")
                               for name in ("not learned", "all", "loaded ones"))], rows)


PRINTERS = {"links": links, "spread": spread, "jitter": jitter, "both": both, "busy": busy, "history": history}


def speed(folder):
    """CPU seconds of a day of ten installations: ten times one's, reports and their signatures included."""
    rows = []
    for kind in KINDS:
        row = [kind]
        for rate in (1.5, 10, 100, 1000):
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            simulation.simulate(folder / f"speed-{kind}-{rate:g}", "--access", "cable", "--traffic", kind, "--down-rate-kbps",
                                1000 * rate, "--up-rate-kbps", 1000 * rate, "--queue",
                                "stationary" if rate >= 50 and kind not in TCP else "exact", "--down-utilisation", 0.5,
                                "--up-utilisation", 0.3, "--threads", 1, duration_s=86400)
            row.append(f"{10 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before):.0f} s")
            shutil.rmtree(folder / f"speed-{kind}-{rate:g}")
        rows.append(row)
    print("### speed\n")
    table(["a day of ten installations, Mb/s", "1.5", "10", "100", "1000"], rows)


def recordings(folder):
    experiments = sorted((path for path in folder.iterdir() if (path / "phases.json").exists()),
                         key=lambda path: (int(re.match(r"\d*", path.name).group() or 0), path.name))
    text = tixdb("evaluate", *experiments, "--states", "--format", "csv", "--quiet")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["direction"] == "down"]
    names = list(dict.fromkeys(row["experiment"] for row in rows))

    def of(name, state, column):
        return next((row[column] for row in rows if row["experiment"] == name and row["state"] == state), "")

    def number(text):
        return figure(float(text), 3) if text else "–"

    table(["experiment", "windows", "not learned", "`queueing`", "`adaptive`", "states of those learned"],
          [[name, of(name, "all", "windows"), of(name, "not_learned", "windows") or 0, number(of(name, "all", "queueing_mae")),
            number(of(name, "all", "mae")),
            ", ".join(f"{of(name, s, 'windows')} {s}" for s in ("none", "weak", "clear") if of(name, s, "windows")) or "–"]
           for name in names])
