# SPDX-License-Identifier: MIT
"""Draws how far each method's usage is off by traffic and rate: the figure at the top of docs/accuracy.md."""
import math

from detection_links import KINDS, RATES_MBPS
from detection_tables import Results, is_loaded, mae, share

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 250, 170, 34, 30, 34
HIGHEST = 0.8
COLOURS = {"queueing": "#8a8a8a", "adaptive": "#1b6ca8"}
NAMES = {"poisson": "single packets (Poisson)", "paced": "evenly paced packets", "batches": "batches of 4 to 40 packets",
         "web": "web pages (TCP)", "video": "video (TCP)", "bulk": "downloads (TCP)"}


def place(rate, value):
    low, high = (math.log(r) for r in (RATES_MBPS[0], RATES_MBPS[-1]))
    x = LEFT + (math.log(rate) - low) / (high - low) * (WIDTH - LEFT - 12)
    return x, TOP + (1 - min(value, HIGHEST) / HIGHEST) * (HEIGHT - TOP - BOTTOM)


def line(points, colour):
    path = "".join(f"{'L' if i else 'M'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(points))
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{colour}"/>' for x, y in points)
    return f'<path d="{path}" stroke="{colour}" stroke-width="1.6" fill="none"/>{dots}'


def panel(kind, results):
    (left, bottom), (right, top) = place(RATES_MBPS[0], 0), place(RATES_MBPS[-1], HIGHEST)
    parts = [f'<text x="{LEFT}" y="18" font-weight="bold">{NAMES[kind]}</text>']
    for i, rate in enumerate(RATES_MBPS):  # how often nothing can be seen, as a shade behind the lines
        of = results.of("adaptive", lambda w: w.kind == kind and w.rate == rate and is_loaded(w))
        x = place(rate, 0)[0]
        begin = left if i == 0 else (x + place(RATES_MBPS[i - 1], 0)[0]) / 2
        end = right if i == len(RATES_MBPS) - 1 else (x + place(RATES_MBPS[i + 1], 0)[0]) / 2
        none = share(of, lambda w: w.state == "none") or 0
        parts.append(f'<rect x="{begin:.1f}" y="{top:.1f}" width="{end - begin:.1f}" height="{bottom - top:.1f}" '
                     f'fill="#d1701f" fill-opacity="{0.35 * none:.2f}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 13:.1f}" text-anchor="middle">{rate:g}</text>')
    for value in (0, 0.2, 0.4, 0.6, 0.8):
        y = place(1.5, value)[1]
        parts.append(f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="#ddd" stroke-width=".6"/>'
                     f'<text x="{left - 5:.1f}" y="{y + 3.5:.1f}" text-anchor="end">{value:g}</text>')
    parts.append(f'<path d="M{left:.1f} {top:.1f}V{bottom:.1f}H{right:.1f}" stroke="#000" fill="none"/>')
    for method, colour in COLOURS.items():
        errors = [(rate, mae(results.of(method, lambda w: w.kind == kind and w.rate == rate and is_loaded(w)))) for rate in RATES_MBPS]
        parts.append(line([place(rate, error) for rate, error in errors if error is not None], colour))
    return "".join(parts)


def legend(y):
    entries, x = [], LEFT
    for text, mark in (("error of queueing (mean, loaded windows)", f'<path d="M0 -3h18" stroke="{COLOURS["queueing"]}" stroke-width="2"/>'),
                       ("error of adaptive", f'<path d="M0 -3h18" stroke="{COLOURS["adaptive"]}" stroke-width="2"/>'),
                       ("adaptive says none (darker: more often)", '<rect y="-9" width="18" height="11" fill="#d1701f" fill-opacity=".35"/>')):
        entries.append(f'<g transform="translate({x} {y})">{mark}<text x="23">{text}</text></g>')
        x += 40 + 5.2 * len(text)
    entries.append(f'<text x="{3 * WIDTH - 12}" y="{y}" text-anchor="end">across: Mb/s</text>')
    return "".join(entries)


def draw(windows, path):
    results = Results(windows)
    body = "".join(f'<g transform="translate({WIDTH * (i % 3)} {HEIGHT * (i // 3)})">{panel(kind, results)}</g>'
                   for i, kind in enumerate(KINDS))
    height = 2 * HEIGHT + 26
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {3 * WIDTH} {height}" font-family="sans-serif" '
                    f'font-size="10" role="img"><title>How far usage is off by traffic and rate in Mb/s</title>'
                    f'<rect width="100%" height="100%" fill="#fff"/>{body}{legend(height - 10)}</svg>\n')
