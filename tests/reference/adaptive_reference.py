# SPDX-License-Identifier: MIT
"""`adaptive` in plain Python, written from docs/methods.md alone: from the sketches of an installation's windows to usage,
low, state and ceiling. Every sum in the order that the page gives, so that the bits can be compared."""
import math

BINS = 40
DAY_S = 86_400
EPSILON_MS = {"up": 24, "down": 8}


def make_edges():
    edges, p = [0.0], 0.02
    for _ in range(20):
        edges += [p, p * 1.4142135623730951]
        p = 2 * p
    return edges


E = make_edges()
M = [0.01] + [E[b] * 1.189207115002721 for b in range(1, BINS)]


def bin_of(wait_ms):
    b = BINS - 1
    while E[b] > wait_ms:
        b -= 1
    return b


def sketch_of(waits_ms):
    sketch = [0] * BINS
    for wait in waits_ms:
        sketch[bin_of(wait)] += 1
    return sketch


def quartile_of(waits_ms):
    return sorted(waits_ms)[(3 * len(waits_ms) + 3) // 4 - 1]


def exp_of_unit(x):
    total = 1.0
    for n in range(20, 0, -1):
        total = 1 + x / n * total
    return total


def log2_of(x):
    mantissa, exponent = math.frexp(x)
    if mantissa < math.sqrt(2) / 2:
        mantissa *= 2
        exponent -= 1
    z = (mantissa - 1) / (mantissa + 1)
    total = 0.0
    for n in range(23, 0, -2):
        total = 1 / n + z * z * total
    return exponent + 2 * z * total / math.log(2)


def exp_of_minus(y):
    if y > 40:
        return 0.0
    whole = math.floor(y)
    v = exp_of_unit(y - whole)
    for _ in range(whole):
        v = v * 2.718281828459045
    return 1 / v


def below(theta, x):
    return 1 - exp_of_minus(x / theta) if x > 0 else 0.0


TABLE = {}


def wait_shares(t, j):
    """Of probes with the jitter M[j] and an exponential wait of mean E[t]: the share in each bin."""
    if (t, j) not in TABLE:
        shares, before = [], 0.0
        for b in range(BINS - 1):
            until = below(E[t], E[b + 1] - M[j])
            shares.append(until - before)
            before = until
        TABLE[t, j] = shares + [1 - below(E[t], E[BINS - 1] - M[j])]
    return TABLE[t, j]


def total(values):
    result = 0.0
    for value in values:
        result += value
    return result


def jitter_of(kernel):
    j = [0.0] * BINS
    for sketch in kernel:
        n = sum(sketch)
        for b in range(BINS):
            j[b] += sketch[b] / n
    return [share / len(kernel) for share in j]


def point(jitter, p):
    c = 0.0
    for b in range(BINS):
        if jitter[b] > 0:
            if c + jitter[b] >= p:
                return E[b] + (E[b + 1] - E[b]) * ((p - c) / jitter[b])
            c += jitter[b]
    raise ValueError("the shares do not reach p")


def moved(jitter, bins):
    result = [0.0] * BINS
    for b in range(BINS):
        result[min(BINS - 1, max(0, b + bins))] += jitter[b]
    return result


def summed(jitter, other):
    result = [0.0] * BINS
    for i in range(BINS):
        for j in range(BINS):
            result[bin_of(M[i] + M[j])] += jitter[i] * other[j]
    return result


def busy(jitter, t):
    result = [0.0] * BINS
    for b in range(BINS):
        for j in range(BINS):
            if jitter[j] != 0:
                result[b] += jitter[j] * wait_shares(t, j)[b]
    return result


def scaled(shares):
    shares = [max(share, 1e-6) for share in shares]
    whole = total(shares)
    return [share / whole for share in shares]


class Mixture:
    def __init__(self, sketch, jitter, first_t, is_wide):
        idle = [moved(jitter, d) for d in range(-1, 9 if is_wide else 5)]
        if is_wide:
            idle += [summed(jitter, moved(jitter, d)) for d in range(3, 9)]
        self.waits = list(range(first_t, 38, 2))
        self.idle = len(idle)
        self.bins = [b for b in range(BINS) if sketch[b] > 0]
        self.h = [float(sketch[b]) for b in self.bins]
        n = sum(sketch)
        self.parts = [sketch[b] / n for b in self.bins]
        components = [scaled(shares) for shares in idle + [busy(jitter, t) for t in self.waits]]
        self.a = [[shares[b] for b in self.bins] for shares in components]
        self.w = [0.5 / self.idle] * self.idle + [0.5 / len(self.waits)] * len(self.waits)
        for _ in range(80):
            self.w = self.step(self.w)
        self.busy = total(self.w[self.idle:])
        self.share = min(1.0, self.busy)
        self.most = self.likelihood(self.w)

    def f(self, w):
        return [total(w[k] * self.a[k][i] for k in range(len(w))) for i in range(len(self.bins))]

    def step(self, w):
        ratios = [part / f for part, f in zip(self.parts, self.f(w))]
        return [w[k] * total(r * a for r, a in zip(ratios, self.a[k])) for k in range(len(w))]

    def likelihood(self, w):
        return total(h * log2_of(f) for h, f in zip(self.h, self.f(w)))

    def held(self, w, share):
        result = []
        for group, whole in ((w[:self.idle], 1 - share), (w[self.idle:], share)):
            weight = total(group)
            if weight <= 1e-9:
                result += [whole / len(group)] * len(group)
            else:
                result += [v * (whole / weight) for v in group]
        return result

    def likelihood_at(self, share):
        w = self.held(self.w, share)
        for _ in range(25):
            w = self.held(self.step(w), share)
        return self.likelihood(w)

    def is_possible(self, share):
        return self.most - self.likelihood_at(share) <= 7.2

    def low(self):
        if self.share <= 0.01 or self.is_possible(0.01):
            return 0.0
        lo, hi = 0.01, self.share
        for _ in range(8):
            mid = (lo + hi) / 2
            if self.is_possible(mid):
                hi = mid
            else:
                lo = mid
        return hi

    def ceiling(self):
        if self.share > 0.999:
            return 1.0
        lo, hi = self.share, 1.0
        for _ in range(8):
            mid = (lo + hi) / 2
            if self.is_possible(mid):
                lo = mid
            else:
                hi = mid
        return lo


def kernel_of(windows, direction):
    """windows: dicts with last and, per direction, quartile_ms and sketch; the one that is judged comes last."""
    n = len(windows)
    if n < 18:
        return []
    ordered = sorted(windows, key=lambda w: (w[direction]["quartile_ms"], w["last"]))
    return ordered[:min(-(-n // 5), max(6, -(-n // 20)))]


def direction_of(windows, direction, queueing, epsilon_ms):
    """What one direction shows by itself."""
    found = {"sketch": windows[-1][direction]["sketch"], "usage": queueing, "reason": "no_history"}
    kernel = kernel_of(windows, direction)
    found["kernel"] = [w["last"] for w in kernel]
    if not kernel:
        return found
    jitter = jitter_of([w[direction]["sketch"] for w in kernel])
    found["reason"] = "noisy_history"
    if total(jitter[b] for b in range(BINS) if M[b] > epsilon_ms) > 0.10:
        return found
    found["spread_ms"] = max(0.05, point(jitter, 0.9) - point(jitter, 0.1))
    first = [t for t in range(1, 38) if E[t] >= max(2 * found["spread_ms"], 1)]
    if not first:
        return found
    del found["reason"]
    found["jitter"], found["first"] = jitter, first[0]
    found["mixture"] = Mixture(found["sketch"], jitter, first[0], False)
    found["low"] = found["mixture"].low()
    return found


def conclude(found, rate_mbps):
    if "reason" in found:
        reason = found["reason"]
        return {"usage": found["usage"], "low": reason, "state": reason, "ceiling": reason, "guarded": False,
                "kernel": found["kernel"]}
    mixture = found["mixture"]
    weights = list(zip(mixture.waits, mixture.w[mixture.idle:]))
    far = total(w for t, w in weights if E[t] >= max(8 * found["spread_ms"], 4))
    state = "none" if found["low"] == 0 else "clear" if far >= mixture.busy / 2 else "weak"
    ceiling = "no_link_rate"
    if rate_mbps is not None:
        hidden = [t for t in range(1, 38) if E[t] <= max(3 / rate_mbps, 0.02)][-1]
        ceiling = Mixture(found["sketch"], found["jitter"], hidden, False).ceiling()
    return {"usage": 0.0 if state == "none" else mixture.share, "low": found["low"], "state": state,
            "ceiling": ceiling, "guarded": found.get("guarded", False), "share": mixture.share,
            "spread_ms": found["spread_ms"], "least_wait_ms": E[found["first"]], "kernel": found["kernel"]}


def adaptive(history, own, queueing, rates=None, epsilon_ms=None):
    """history: the windows before at the same address, in order; own: the one that is judged; queueing, rates: by
    direction. What is said of it, by direction; and how many windows there were."""
    windows = [w for w in history if own["last"] - DAY_S < w["last"] < own["last"]] + [own]
    found = {d: direction_of(windows, d, queueing[d], (epsilon_ms or EPSILON_MS)[d]) for d in ("up", "down")}
    if all(f["usage"] > 0.01 if "reason" in f else f["low"] > 0 for f in found.values()):
        for f in found.values():
            if "reason" in f:
                continue
            f["guarded"] = True
            wide = Mixture(f["sketch"], f["jitter"], f["first"], True)
            f["low"] = min(f["low"], wide.low())
    result = {d: conclude(f, (rates or {}).get(d)) for d, f in found.items()}
    result["history"] = len(windows)
    return result
