# SPDX-License-Identifier: MIT

"""classic once more, as plainly as possible, and what queueing_reference.py shares with it: the second opinion that the
C++ is tested against.

Written from docs/methods.md alone. Slow and exact where that is simple: clock values and everything linear in them are
fractions, so no rounding can decide a comparison. Only the standard library.

An observation is (T, t1, t2, t3, t4): unix seconds and four clock values in ns of day. A window is a list of them,
distinct and sorted by (T, t1, t4). Missing values are strings, the reason.
"""
from fractions import Fraction
from math import ceil, floor, isqrt, log2, log10, sqrt

DAY = 86_400 * 10**9


def near(value, reference):
    """The representative of value modulo a day that is nearest to reference."""
    return reference + (value - reference + DAY // 2) % DAY - DAY // 2


def recent_of(window):
    return [o for o in window if o[0] > window[-1][0] - 600]


def delays(observations, reference):
    ups = [near(t2 - t1, reference) for _, t1, t2, _, _ in observations]
    downs = [near(t4 - t3, -reference) for _, _, _, t3, t4 in observations]
    return ups, downs


# -- classic ---------------------------------------------------------------------------------------------------------


def bins_of(values):
    values = sorted(values)
    count = isqrt(len(values))
    size = len(values) // count if count else 0
    return [values[b * size:(b + 1) * size if b + 1 < count else None] for b in range(count)]


def mode_and_threshold(values):
    bins = bins_of(values)
    if len(bins) < 2:
        return None

    def middle(content):
        return content[0] + floor((content[-1] - content[0]) / Fraction(2))

    def density(content):
        width = content[-1] - content[0]
        span = bins[-1][-1] - bins[0][0]
        return Fraction(len(values) * span) / (len(content) * width) if width > 0 else float("inf")

    candidates = [density(content) for content in bins[:2 * isqrt(len(bins))]]
    best = candidates.index(max(candidates))
    mode = middle(bins[best])
    return mode, middle(bins[1]) if best == 0 else mode + middle(bins[0]) / Fraction(2)


def usage_of(times):
    marks = mode_and_threshold(times)
    if marks is None:
        return "too_few"
    above_mode = sum(t > marks[0] for t in times)
    return sum(t > marks[1] for t in times) / above_mode if above_mode else "constant"


def clock_offset(window, ups, downs):
    """The function of time, the number of anchors and the mode of the round trips."""
    trips = [near(o[4] - o[1], 0) for o in window]
    marks = mode_and_threshold(trips)
    if marks is None:
        return None
    count = len(bins_of(trips)[0])
    chosen = sorted(range(len(window)), key=lambda i: (trips[i], i))[:count]
    anchors = sorted((window[i][0], trips[i], i) for i in chosen)
    anchors = [(time, Fraction(downs[i] - ups[i], 2)) for time, _, i in anchors]

    def offset(time):
        before = [a for a in anchors if a[0] <= time]
        after = [a for a in anchors if a[0] > time]
        if not before:
            return anchors[0][1]
        if not after:
            return anchors[-1][1]
        (a, at_a), (b, at_b) = before[-1], after[0]
        return at_a + (at_b - at_a) * Fraction(time - a, b - a)

    return offset, count, marks[0]


def minutes_of(observations):
    """Lists of indices, one a UTC minute that has at least 30."""
    minutes = {}
    for i, o in enumerate(observations):
        minutes.setdefault(o[0] // 60, []).append(i)
    return [indices for _, indices in sorted(minutes.items()) if len(indices) >= 30]


def classic(window):
    recent = recent_of(window)
    result = {"recent": len(recent), "minutes": 0}
    if window[-1][0] - window[0][0] < 600:
        return result | {"up": all_missing("too_short"), "down": all_missing("too_short")}
    ups, downs = delays(window, window[0][2] - window[0][1])
    clock = clock_offset(window, ups, downs)
    if clock is None:
        return result | {"up": all_missing("too_few"), "down": all_missing("too_few")}
    offset, result["clock_anchors"], result["rtt_mode_ns"] = clock
    shifts = [offset(o[0]) for o in window]
    times = {"up": [u + s for u, s in zip(ups, shifts)][-len(recent):],
             "down": [d - s for d, s in zip(downs, shifts)][-len(recent):]}
    usages = [{d: usage_of([times[d][i] for i in minute]) for d in times} for minute in minutes_of(recent)]
    usages = [u for u in usages if not isinstance(u["up"], str) and not isinstance(u["down"], str)]
    result["minutes"] = len(usages)
    for d, values in times.items():
        marks = mode_and_threshold(values)
        result[d] = {"usage": usage_of(values), "hurst_rs": hurst_rs(values), "hurst_wavelet": hurst_wavelet(values),
                     "mode_ns": marks and float(marks[0]), "threshold_ns": marks and float(marks[1])}
        result[d]["quality"] = classic_quality(result[d], [u[d] for u in usages])
    return result


def classic_quality(direction, usages):
    for name in ("hurst_rs", "hurst_wavelet"):
        if isinstance(direction[name], str):
            return direction[name]
    if not usages:
        return "no_minutes"
    hurst = (direction["hurst_rs"] + direction["hurst_wavelet"]) / 2
    congested = sum(usage < 0.5 and hurst > 0.7 for usage in usages)
    return (len(usages) - congested) / len(usages)


def all_missing(reason):
    return dict.fromkeys(("usage", "quality", "hurst_rs", "hurst_wavelet"), reason)


# -- Hurst -----------------------------------------------------------------------------------------------------------


def slope(points):
    count = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    return (sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x)**2 for x, _ in points))


def hurst_series(values):
    """Centred at an arbitrary value: both estimators ignore a constant, and floats are then fine enough."""
    if len(values) < 64:
        return None
    n = 1 << (len(values).bit_length() - 1)
    return [float(v - values[-1]) for v in values[-n:]]


def power_of_ten(k, n):
    """10^(k log10(n) / 50), a whole number where it is one."""
    exponent = Fraction(k * (n.bit_length() - 1), 50)
    return 2**exponent.numerator if exponent.denominator == 1 else 2.0**float(exponent)


def rescaled_range(block):
    mean = sum(block) / len(block)
    total, sums = 0.0, []
    for value in block:
        total += value - mean
        sums.append(total)
    spread = max(0, *sums) - min(0, *sums)
    variance = sum((value - mean)**2 for value in block) / len(block)
    return spread, spread / sqrt(variance) if variance > 0 else spread


def hurst_rs(values):
    x = hurst_series(values)
    if x is None:
        return "too_few"
    n, s, points, widest = len(x), len(x) // 5, [], 0
    for k in range(1, 50):
        power = power_of_ten(k, n)
        if k * log10(n) / 50 < 0.7 or log10(floor(power)) > 2.5:
            continue
        d = ceil(power)
        c = ceil(Fraction(d - s, s))
        blocks = 5 if d <= s else 5 - (4 if c == 5 else c)
        for b in range(blocks):
            spread, ratio = rescaled_range(x[b * s:b * s + d])
            widest = max(widest, spread)
            if spread > 0:
                points.append((log10(floor(power)), log10(ratio)))
    return slope(points) if widest > 1e-10 and len({p[0] for p in points}) > 1 else "constant"


def hurst_wavelet(values):
    x = hurst_series(values)
    if x is None:
        return "too_few"
    r3 = sqrt(3)
    h = [c / (4 * sqrt(2)) for c in (1 + r3, 3 + r3, 3 - r3, 1 - r3)]
    g = [h[3], -h[2], h[1], -h[0]]
    octaves = len(x).bit_length() - 1
    points = []
    for j in range(1, octaves - 2):
        m = len(x)
        taken = [[x[(2 * k - 2 + i) % m] for i in range(4)] for k in range((m + 3) // 2)]
        details = [sum(a * b for a, b in zip(g, four)) for four in taken]
        x = [sum(a * b for a, b in zip(h, four)) for four in taken]
        used = details[1:2**(octaves - j) - 2]
        energy = sum(d * d for d in used) / len(used)
        if energy == 0:
            return "constant"
        if 2 <= j <= 8:
            points.append((j, (log2(energy) + j) / 2))
    return slope(points)
