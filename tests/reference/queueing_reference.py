# SPDX-License-Identifier: MIT

"""queueing, version 2, once more, as plainly as possible: the second opinion that the C++ is tested against.

Written from docs/methods.md alone. Clock values and all that is linear in them are whole numbers or fractions, so no
rounding can decide a comparison; every cut, every slope is tried one by one. Observations, windows and missing values as
in metrics_reference.py. Slopes are ns per s, delays ns, until they are told.
"""
from collections import namedtuple
from fractions import Fraction
from math import exp

from metrics_reference import DAY, all_missing, delays, hurst_rs, hurst_wavelet, minutes_of, recent_of

MS = 10**6
Probe = namedtuple("Probe", "t u v recent")  # t = T - e in s; u, v in ns
# What later windows read of a result; ms, s, and ns per s. None where it has none.
Earlier = namedtuple("Earlier", "last same_ip reason floor_sum rise since slope")
Offered = namedtuple("Offered", "slope floor_sum since route_start")


def half_open(difference):
    """The representative modulo a day in (-12 h, 12 h]."""
    reduced = difference % DAY
    return reduced - DAY if reduced > DAY // 2 else reduced


def is_impossible(o):
    _, t1, t2, t3, t4 = o
    trip, held = half_open(t4 - t1), half_open(t3 - t2)
    return 0 in (t1, t2, t3, t4) or trip <= 0 or held < 0 or held >= trip


# -- words -------------------------------------------------------------------------------------------------------------


def enough(near_count, count):
    return near_count >= max(10, Fraction(count, 20))


def on_floor(values):
    floor = min(values)
    return sum(y <= floor + 5 * MS for y in values)


def sharp(values):
    return enough(on_floor(values), len(values))


def level(values, pieces, within_ms):
    size, longer = divmod(len(values), pieces)
    begin = 0
    for piece in range(pieces):
        count = size + (1 if piece < longer else 0)
        if min(values[begin:begin + count]) > min(values) + within_ms * MS:
            return False
        begin += count
    return True


def spread(values):
    values, k = sorted(values), -(-len(values) // 20)
    return all(values[i + k - 1] - values[i] > 5 * MS for i in range(len(values) - k + 1))


def lone(values, least):
    """Indices of the few far below all others."""
    if len(values) < 120:
        return set()
    f = sorted(values)[10]
    if sum(f <= y <= f + 5 * MS for y in values) < least:
        return set()
    return {i for i, y in enumerate(values) if y < f - 5 * MS}


# -- skew --------------------------------------------------------------------------------------------------------------


def lower_hull(points):
    """Of (time, delay): by gift wrapping, always taking the flattest way on."""
    lowest = {}
    for time, delay in points:
        lowest[time] = min(delay, lowest.get(time, delay))
    points = sorted(lowest.items())
    hull = [points[0]]
    while hull[-1] != points[-1]:
        x, y = hull[-1]
        hull.append(min((p for p in points if p[0] > x), key=lambda p: (Fraction(p[1] - y) / (p[0] - x), -p[0])))
    return hull


def best_slope(up_points, down_points):
    """(s, g(s))."""
    hull_u, hull_v = lower_hull(up_points), lower_hull(down_points)

    def g(s):
        return min(u - s * t for t, u in hull_u) + min(v + s * t for t, v in hull_v)

    bound = Fraction(MS)  # 1000 ppm
    edges = [Fraction(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(hull_u, hull_u[1:])]
    edges += [-Fraction(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(hull_v, hull_v[1:])]
    candidates = [-bound, bound, Fraction(0)] + [s for s in edges if -bound < s < bound]
    best = max(g(s) for s in candidates)
    return min((s for s in candidates if g(s) == best), key=abs), best


def envelope(probes, s):
    return min(p.u - s * p.t for p in probes) + min(p.v + s * p.t for p in probes)


def shortfall(probes, s):
    return min(p.u + p.v for p in probes) - envelope(probes, s)


def fit(probes):
    """(s, D, holds, anchored)."""
    s, g = best_slope([(p.t, p.u) for p in probes], [(p.t, p.v) for p in probes])
    d = min(p.u + p.v for p in probes) - g
    middle = Fraction(probes[0].t + probes[-1].t, 2)
    halves = [p for p in probes if p.t <= middle], [p for p in probes if p.t > middle]
    anchored = all(half and envelope(half, s) <= g + 5 * MS for half in halves)
    return s, d, d <= 5 * MS and abs(s) < MS, anchored


def straight(probes, s):
    return [p.u - s * p.t for p in probes], [p.v + s * p.t for p in probes]


def accepted_slope(probes, last_slope):
    """(s, source, D) or None, and the fit's own s and D."""
    s, d, holds, anchored = fit(probes)
    if holds and not anchored and last_slope is not None and shortfall(probes, last_slope) <= 5 * MS:
        return (last_slope, "carried", d), s, d
    if holds and (anchored or abs(s) < MS // 10):
        return (s, "fitted", d), s, d
    return None, s, d


def choose_line(probes, last_slope):
    """(s, source, D, horizon in minutes) or None; and s and D of the last ten minutes' fit."""
    accepted = []
    for horizon in (60, 30, 10):
        line, s, d = accepted_slope([p for p in probes if p.t > -60 * horizon], last_slope)
        if line is None:
            continue
        up, down = straight([p for p in probes if p.t > -600], line[0])
        suits = d <= 1.5 * MS or not sharp(up) or not sharp(down) or (level(up, 4, 1.5) and level(down, 4, 1.5))
        accepted.append((suits, line + (horizon,)))
    chosen = next((line for suits, line in accepted if suits), accepted[0][1] if accepted else None)
    return chosen, s, d


def slope_without_lowest(probes):
    ups, downs = [], []
    for begin in range(0, len(probes) - 29, 30):
        run = probes[begin:begin + 30]
        ups.append(sorted(((p.u, i, p.t) for i, p in enumerate(run)))[3])
        downs.append(sorted(((p.v, i, p.t) for i, p in enumerate(run)))[3])
    return best_slope([(t, u) for u, _, t in ups], [(t, v) for v, _, t in downs])[0] if ups else Fraction(0)


# -- lone probes -------------------------------------------------------------------------------------------------------


def stretches(probes):
    parts = [[i for i, p in enumerate(probes) if -p.t // 600 == k] for k in range(6)]
    return [part for part in parts if len(part) >= 120]


def without(probes, found):
    return [p for i, p in enumerate(probes) if i not in found], sum(probes[i].recent for i in found)


def set_short_trips_aside(probes):
    found = set()
    for part in stretches(probes):
        found |= {part[i] for i in lone([probes[i].u + probes[i].v for i in part], 10)}
    return without(probes, found)


def has_deep_trip(probes):
    trips = [sorted(probes[i].u + probes[i].v for i in part) for part in stretches(probes)]
    return any(trip[0] < trip[10] - 20 * MS for trip in trips)


def set_dips_aside(probes, last_slope):
    s = slope_without_lowest(probes) if last_slope is None else last_slope
    found = set()
    for part in stretches(probes):
        for values in straight([probes[i] for i in part], s):
            found |= {part[i] for i in lone(values, max(10, Fraction(len(part), 20)))}
    return without(probes, found)


# -- shifts ------------------------------------------------------------------------------------------------------------


def best_cut(series):
    """(kind, i) of the cut with the most probes on the floor, or None. series: one or two directions."""
    m = len(series[0])
    best = None
    for i in range(1, m):
        sides = [(values[:i], values[i:]) for values in series]
        left, right = [min(a) for a, _ in sides], [min(b) for _, b in sides]
        counts = [(on_floor(a), on_floor(b)) for a, b in sides]
        left_sharp, right_sharp = all(enough(a, i) for a, _ in counts), all(enough(b, m - i) for _, b in counts)
        raised = [[x - min(values) > 5 * MS for x, values in zip(floors, series)] for floors in (left, right)]
        score = sum(a + b for a, b in counts)
        jumps = any(abs(r - l) > 5 * MS for l, r in zip(left, right))
        kinds = [(0, i, 30 <= i <= m - 30 and jumps and left_sharp and right_sharp),
                 (1, i, i < 60 and any(raised[1]) and right_sharp),
                 (2, -i, i > m - 60 and any(raised[0]) and left_sharp)]
        for kind, order, holds in kinds:
            if holds and (best is None or (-score, kind, order) < best[0]):
                best = (-score, kind, order), kind, i
    return best and best[1:]


def floor_at_both_ends(values):
    """Then both sides of every cut of a long series reach the floor, and none is possible."""
    floor = min(values)
    return len(values) >= 90 and min(values[:30]) - floor <= 5 * MS and min(values[-30:]) - floor <= 5 * MS


def find(series, a, b, depth):
    part = [values[a:b] for values in series]
    if b - a < 60 or depth > 3 or all(map(floor_at_both_ends, part)):
        return [(a, b)]
    cut = best_cut(part)
    if cut is None:
        return [(a, b)]
    kind, i = cut
    left = find(series, a, a + i, depth + 1) if kind != 1 else []
    return left + (find(series, a + i, b, depth + 1) if kind != 2 else [])


def find_parts(up, down):
    """(parts, skipped)."""
    whole = [(0, len(up))]
    parts = find([up, down], 0, len(up), 0)
    if parts == whole and sharp(up) != sharp(down):
        others = find([up if sharp(up) else down], 0, len(up), 0)
        if others != whole:
            return others, "down" if sharp(up) else "up"
    return parts, ""


def sound(parts, skipped, up, down):
    if len(parts) > 4 or sum(b - a for a, b in parts) < Fraction(9 * len(up), 10):
        return False
    series = [values for name, values in (("up", up), ("down", down)) if name != skipped]
    return all(sharp(values[a:b]) and level(values[a:b], 2, 1.5) for a, b in parts for values in series)


def find_beside_line(up, down):
    """(parts, skipped), sound, or one whole part."""
    whole = [(0, len(up))]
    parts = find([up, down], 0, len(up), 0)
    if parts != whole:
        return (parts, "") if sound(parts, "", up, down) else (whole, "")
    alone = []
    for skipped, values in (("down", up), ("up", down)):
        parts = find([values], 0, len(values), 0)
        if parts != whole and sound(parts, skipped, up, down):
            alone.append((sum(on_floor(values[a:b]) for a, b in parts), parts, skipped))
    if not alone or (len(alone) == 2 and alone[0][0] == alone[1][0]):
        return whole, ""
    return max(alone)[1:]


def floors_of(parts, skipped, up, down):
    floors = [[min(up[a:b]), min(down[a:b])] for a, b in parts]
    for place, name in enumerate(("up", "down")):
        if name == skipped:
            lowest = min(floor[place] for floor in floors)
            floors = [[lowest if i == place else x for i, x in enumerate(floor)] for floor in floors]
    return floors


def parts_without_line(probes, recent, last_slope):
    """(s, parts, skipped) that explain the recent probes, or None."""
    slopes = [] if last_slope is None else [last_slope]
    for after, until in ((-1800, -600), (-600, -300), (-300, 0)):
        stretch = [p for p in probes if after < p.t <= until]
        line = accepted_slope(stretch, None)[0] if len(stretch) >= 120 else None
        slopes += [line[0]] if line else []
    for s in slopes:
        up, down = straight(recent, s)
        parts, skipped = find_parts(up, down)
        if parts == [(0, len(up))] or not sound(parts, skipped, up, down):
            continue
        floors = floors_of(parts, skipped, up, down)
        least = min(up[i] - f[0] + down[i] - f[1] for (a, b), f in zip(parts, floors) for i in range(a, b))
        if skipped or least <= 5 * MS:
            return s, parts, skipped
    return None


# -- history, base, figures --------------------------------------------------------------------------------------------


def offered_by(history, last):
    """history: Earlier results in order of (last, session)."""
    reach = [r for r in history if last - 86_400 < r.last < last]
    slopes = [r.slope for r in reach if r.slope is not None]
    here = [r for r in reach if r.same_ip]
    since = max((r.since for r in here if r.since is not None), default=None)
    sums = [r.floor_sum for r in here if r.floor_sum is not None and (since is None or r.last >= since)]
    start = None
    for r in here:
        if r.reason == "route":
            start = r.last if start is None else start
        elif r.rise is not None and r.rise <= 100 * MS:
            start = None
    return Offered(slopes[-1] if slopes else None, min(sums, default=None), since, start)


def utilisation(busy):
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if middle * exp(middle - 1) < busy else (low, middle)
    return high if busy > 0 else 0.0


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else Fraction(values[half - 1] + values[half], 2)


def probes_of(window, session):
    last, recent = window[-1][0], {o for o in recent_of(window) if not is_impossible(o)}
    first = next(o for o in recent_of(window) if not is_impossible(o))
    reference = first[2] - first[1]
    hour = [o for o in session if last - 3600 < o[0] <= last and not is_impossible(o)]
    ups, downs = delays(hour, reference)
    # Against the reference, so that numbers are small.
    return [Probe(o[0] - last, half_open(u - reference), half_open(v + reference), o in recent)
            for o, u, v in zip(hour, ups, downs)]


def queueing(window, session, offered, epsilon_up=24.0, epsilon_down=8.0):
    """session: all its observations up to the window's end, the window's among them."""
    last, recent = window[-1][0], recent_of(window)
    impossible = sum(map(is_impossible, recent))
    result = {"recent": len(recent), "minutes": 0, "impossible": impossible, "since_s": offered.since}

    def missing(reason, **more):
        return result | more | {"reason": reason, "up": all_missing(reason), "down": all_missing(reason)}

    if last - window[0][0] < 600:
        return missing("too_short")
    if len(recent) - impossible < 120:
        return missing("too_few")
    probes, short_trips = set_short_trips_aside(probes_of(window, session))
    dips, looked = 0, has_deep_trip(probes)
    if looked:
        probes, dips = set_dips_aside(probes, offered.slope)
    line, s, d = choose_line(probes, offered.slope)
    if line is None and not looked:
        count = len(probes)
        probes, dips = set_dips_aside(probes, offered.slope)
        if len(probes) < count:
            line, s, d = choose_line(probes, offered.slope)
    result |= {"short_trips": short_trips, "dips": dips}
    recent = [p for p in probes if p.recent]
    if len(recent) < 120:
        return missing("too_few")
    return figures(probes, recent, offered, last, line, s, d, result, missing, epsilon_up, epsilon_down)


def figures(probes, recent, offered, last, line, fit_slope, fit_d, result, missing, epsilon_up, epsilon_down):
    whole, skipped, held, horizon, explained = [(0, len(recent))], "", False, None, True
    if line is not None:
        s, source, d, horizon = line
        up, down = straight(recent, s)
        parts, skipped = find_beside_line(up, down)
    else:
        d, found = fit_d, parts_without_line(probes, recent, offered.slope)
        if found:
            (s, parts, skipped), source = found, "carried"
        else:
            s, source = (fit_slope, "fallback") if offered.slope is None else (offered.slope, "carried")
            parts, explained = whole, False
        up, down = straight(recent, s)
    floors = floors_of(parts, skipped, up, down)
    base = min(map(sum, floors))
    floor_sum = min(sorted(up[a:b])[5] + sorted(down[a:b])[5] for a, b in parts)
    if not explained:
        known = offered.slope is not None and offered.floor_sum is not None and floor_sum >= offered.floor_sum - 5 * MS
        ways = ((up, down), (down, up))
        held = known or abs(s) < MS and any(sharp(x) and level(x, 4, 5) and spread(y) for x, y in ways)
    shifts = []
    for k in range(1, len(parts)):
        jumps = [(b - a) / MS for a, b in zip(floors[k - 1], floors[k])]
        shifts.append({"at_s": last + recent[parts[k][0]].t, "up_ms": None if skipped == "up" else float(jumps[0]),
                       "down_ms": None if skipped == "down" else float(jumps[1])})
    result |= {"cut_off": len(recent) - sum(b - a for a, b in parts), "skew_ms_per_s": s / MS, "skew_source": source,
               "skew_horizon_min": horizon, "shortfall_ms": d / MS, "held": held, "shifts": shifts,
               "skipped_direction": skipped, "base_ms": base / MS}
    if not explained and not held or base <= 0:
        return missing("clock")
    baseline = base if offered.floor_sum is None else min(base, offered.floor_sum)
    looks_new = any(sum(f) - baseline > 100 * MS and sharp(up[a:b]) and sharp(down[a:b])
                    for (a, b), f in zip(parts, floors))
    if looks_new:
        start = last if offered.route_start is None else offered.route_start
        if len(parts) > 1 or last - start < 3600:
            return missing("route", baseline_ms=baseline / MS)
        baseline, result["since_s"] = base, start
    if not held and not skipped:
        result["floor_sum_ms"] = floor_sum / MS
    queue = {"up": [up[i] - f[0] for (a, b), f in zip(parts, floors) for i in range(a, b)],
             "down": [down[i] - f[1] for (a, b), f in zip(parts, floors) for i in range(a, b)]}
    before, standing, direction = dict(queue), Fraction(0), ""
    if base - baseline > 100 * MS:
        standing = base - baseline
        direction = "up" if median(queue["up"]) > median(queue["down"]) else "down"
        queue[direction] = [q + standing for q in queue[direction]]
    # For latency_reference.py; not a figure of the method.
    result["waits"] = {"times": [last + recent[i].t for a, b in parts for i in range(a, b)], "up": before["up"],
                       "down": before["down"], "standing": standing, "direction": direction}
    minutes = minutes_of([(last + recent[i].t,) for a, b in parts for i in range(a, b)])
    result |= {"reason": None, "minutes": len(minutes), "baseline_ms": baseline / MS, "standing_ms": standing / MS,
               "standing_direction": direction}
    for d, epsilon in (("up", epsilon_up), ("down", epsilon_down)):
        busy = [q > epsilon * MS for q in queue[d]]
        congested = sum(2 * sum(busy[i] for i in minute) > len(minute) for minute in minutes)
        waits = [float(q / MS) for q in before[d]]
        result[d] = {"busy_share": sum(busy) / len(busy), "usage": utilisation(sum(busy) / len(busy)),
                     "quality": (len(minutes) - congested) / len(minutes) if minutes else "no_minutes",
                     "hurst_rs": hurst_rs(waits), "hurst_wavelet": hurst_wavelet(waits)}
    return result


def earlier(result, last, same_ip=True):
    """What the result is to later windows."""
    def ns(value):
        return None if value is None else value * MS

    rise = None
    if result.get("base_ms") is not None and result.get("baseline_ms") is not None:
        rise = ns(result["base_ms"] - result["baseline_ms"])
    fitted = result.get("skew_source") == "fitted" and result["reason"] in (None, "route")
    slope = ns(result["skew_ms_per_s"]) if fitted and not result["skipped_direction"] else None
    return Earlier(last, same_ip, result["reason"], ns(result.get("floor_sum_ms")), rise, result["since_s"], slope)
