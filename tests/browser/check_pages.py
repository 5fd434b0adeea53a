#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Report pages in a real browser: headless Chromium, as scripts/test --full runs it.

check_pages.py --program build/release/tixdb [--axe FILE] [--screenshots FOLDER]

Makes pages of simulated clients, one of them in a network with a hostile name, and checks that they render without an error or a
request, that zoom works, that what can be downloaded is what the database holds, and, with axe-core's script, that nothing stands in
the way of those who cannot see or use a mouse. --screenshots also leaves pictures of them, to be looked at.
"""
import argparse
import csv
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from chromium import Browser  # noqa: E402

HOSTILE = "=1</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
LOOKS = {"desktop-light": (1100, 900, "light", "screen"), "desktop-dark": (1100, 900, "dark", "screen"),
         "phone-light": (390, 844, "light", "screen"), "phone-dark": (390, 844, "dark", "screen"),
         "print": (794, 1100, "light", "print")}
failures = []


def expect(holds, what):
    print(("ok    " if holds else "WRONG ") + what, flush=True)
    if not holds:
        failures.append(what)


def make_pages(program, folder):
    """A database of two clients over three days, one of them off for some hours, and its pages."""
    database = folder / "tixdb.sqlite"

    def tixdb(*arguments):
        subprocess.run([program, "--quiet", "--config", "/dev/null", "--database", database, *arguments], check=True)

    tixdb("simulate", "-o", folder / "made", "--from", "2026-03-01", "--duration", "3d", "--installations", "2", "--seed", "3",
          "--down-utilisation", "0.85", "--up-utilisation", "0.05", "--busy-hours", "7-9,17-23", "--vary-clocks", "--loss", "0.004",
          "--gap-every", "30h", "--gap-length", "3h", "--first-ip", "9.1.1.1", "--ip-change-every", "50h")
    table = folder / "table.tsv"
    table.write_text(f"9.0.0.0\t9.255.255.255\t64500\tBE\t{HOSTILE}\n")
    tixdb("asn", "import", table, "--valid-from", "2026-01-01")
    tixdb("ingest", folder / "made" / "reports")
    tixdb("process")
    tixdb("report", "1", "1", "-o", folder / "one.html", "--timezone", "America/Argentina/Buenos_Aires")
    tixdb("report", "--output-folder", folder / "pages")
    return database


def open_quietly(browser, page):
    browser.requests()
    browser.log("browser")
    browser.open(page)
    time.sleep(0.5)
    errors = [entry["message"] for entry in browser.log("browser")]
    expect(not errors, f"{page.name}: nothing on the console {errors[:1]}")
    urls = browser.requests()  # since the page was asked for
    asked = [url for url in urls if not url.startswith(("file://", "data:"))]
    own = [url for url in urls if url.startswith("file://")]
    expect(not asked and len(own) <= 1, f"{page.name}: no request leaves it {asked[:3]}")
    expect(browser.run("return window.hacked === undefined"), f"{page.name}: a network's name runs nothing")
    expect(browser.run("return document.documentElement.scrollWidth <= innerWidth"), f"{page.name}: no scrolling to the side")


def check_charts(browser):
    drawn = browser.run("""
        return [...document.querySelectorAll('.plot')].map((plot) => [...plot.querySelectorAll('canvas')].some((canvas) => {
          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          return pixels.some((value) => value !== 0);
        }));""")
    expect(drawn == [True] * 4, f"four charts are drawn {drawn}")


def shown(browser):
    return browser.run("return document.getElementById('shown').textContent")


def mouse(browser, kind, x, y, clicks=1):
    browser.cdp("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=clicks)


def check_zoom(browser):
    whole = shown(browser)
    browser.run("document.querySelector('[data-span=\"86400\"]').click()")
    day = shown(browser)
    expect(day != whole and browser.run("return document.querySelector('[data-span=\"86400\"]').ariaPressed") == "true",
           f"a button zooms to a day: {day}")
    browser.run("document.querySelector('[data-move=\"-1\"]').click()")
    expect(shown(browser) not in (day, whole), "another moves to the day before")
    browser.run("document.querySelector('#chart-latency').scrollIntoView({block: 'center'})")
    place = browser.run("const r = document.querySelector('#chart-latency .plot').getBoundingClientRect(); return [r.x, r.y, r.width]")
    before = shown(browser)
    middle = place[1] + 80
    mouse(browser, "mousePressed", place[0] + place[2] * 0.4, middle)
    for part in (0.45, 0.5, 0.6):
        mouse(browser, "mouseMoved", place[0] + place[2] * part, middle)
    mouse(browser, "mouseReleased", place[0] + place[2] * 0.6, middle)
    time.sleep(0.3)
    expect(shown(browser) not in (before, whole), f"dragging over a chart zooms all: {shown(browser)}")
    browser.run("document.querySelector('[data-span=\"0\"]').click()")
    expect(shown(browser) == whole, "and back to all")


def downloaded(browser, folder, table, name):
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    browser.run(f"""[...document.querySelectorAll('[data-table={table}] button')]
        .find((button) => button.textContent === 'Download CSV').click()""")
    for _ in range(100):
        if (folder / name).exists():
            with open(folder / name, newline="", encoding="utf-8") as file:
                return list(csv.DictReader(file))
        time.sleep(0.1)
    expect(False, f"{name} is downloaded")
    return []


def number_text(value, digits):
    return "" if value is None else f"{round(value, digits):.{digits}f}"


def check_downloads(browser, database, folder):
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    windows = downloaded(browser, folder, "windows", "tixdb-1-1-windows.csv")
    stored = rows.execute("SELECT window_end, up_usage, down_usage, up_quality, down_quality FROM v_result WHERE user_id = 1 AND"
                          " installation_id = 1 AND method = 'queueing' ORDER BY last_s").fetchall()
    figures = ("up_usage", "down_usage", "up_quality", "down_quality")
    given = [(row["window_end"], *(number_text(float(row[name]), 4) if row[name] else "" for name in figures)) for row in windows]
    expect(len(stored) > 300 and given == [(row[0], *(number_text(value, 4) for value in row[1:])) for row in stored],
           f"{len(given)} results on the page are those of v_result")
    hours = downloaded(browser, folder, "hours", "tixdb-1-1-hours.csv")
    columns = ("hour", "probes_received", "rtt_min_ms", "rtt_median_ms", "rtt_p95_ms", "rtt_max_ms", "loss")
    stored = rows.execute(f"SELECT {', '.join(columns)} FROM v_latency_hourly WHERE user_id = 1 AND installation_id = 1"
                          " ORDER BY hour_s").fetchall()
    same = len(hours) == len(stored) > 60 and all(
        row["hour"] == kept[0] and int(row["probes_received"]) == kept[1]
        and all(abs(float(row[name]) - value) < 0.00051 for name, value in zip(columns[2:6], kept[2:6]))
        and abs(float(row["loss"]) - kept[6]) < 0.00006 for row, kept in zip(hours, stored))
    expect(same, f"{len(hours)} hours on the page are those of v_latency_hourly, {len(stored)}")
    gaps = downloaded(browser, folder, "gaps", "tixdb-1-1-gaps.csv")
    stored = rows.execute("SELECT gap_start, gap_end, reason FROM v_gap WHERE user_id = 1 AND installation_id = 1 AND reason ="
                          " 'no_reports' ORDER BY from_s").fetchall()
    given = [(row["gap_start"], row["gap_end"], row["reason"]) for row in gaps if row["reason"] == "no_reports"]
    expect(given == stored and stored, f"{len(given)} gaps on the page are those of v_gap")
    browser.run("document.querySelector('[data-table=windows] details').open = true")
    time.sleep(0.3)
    table = browser.run("""
        const rows = [...document.querySelectorAll('[data-table=windows] tbody tr')];
        return rows.map((row) => [...row.children].map((cell) => cell.textContent));""")
    expect(len(table) == 100 and table == [list(row.values()) for row in windows[:100]], "the table shows the same, 100 rows at a time")


def check_access(browser, axe, what):
    browser.run(axe + "; window.axe = axe;")
    found = browser.run_async("const done = arguments[0]; axe.run().then((r) => done(r.violations), (e) => done([{id: String(e), nodes: []}]))")
    told = [(one["id"], [node["html"][:90] for node in one["nodes"][:2]]) for one in found]
    expect(not told, f"{what}: axe-core finds nothing {json.dumps(told)[:600] if told else ''}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--axe")
    parser.add_argument("--screenshots")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tixdb-pages-") as name, Browser() as browser:
        folder = pathlib.Path(name)
        database = make_pages(pathlib.Path(options.program).resolve(), folder)
        page = folder / "one.html"
        browser.look(*LOOKS["desktop-light"])
        open_quietly(browser, page)
        expect(HOSTILE in browser.run("return document.querySelector('.lead').textContent"), "a network's name is shown as it is")
        check_charts(browser)
        check_zoom(browser)
        check_downloads(browser, database, folder)
        pages = {"one": page, "fleet": folder / "pages" / "index.html"}
        axe = pathlib.Path(options.axe).read_text(encoding="utf-8") if options.axe else None
        for kind, file in pages.items():
            for look, parameters in LOOKS.items():
                browser.look(*parameters)
                open_quietly(browser, file)
                if axe and look != "print":
                    check_access(browser, axe, f"{kind}, {look}")
                if options.screenshots:
                    pathlib.Path(options.screenshots).mkdir(exist_ok=True, parents=True)
                    browser.screenshot(pathlib.Path(options.screenshots) / f"{kind}-{look}.png")
        browser.look(*LOOKS["desktop-light"])
        browser.open(pages["fleet"])
        lines = downloaded(browser, folder, "lines", "tixdb-installations.csv")
        expect([row["as_name"] for row in lines] == ["'" + HOSTILE] * 2, "a network's name is no formula in what is downloaded")
        browser.run("document.querySelector('.lines a').click()")
        time.sleep(0.5)
        expect(browser.run("return document.querySelector('h1').textContent").startswith("Installation "), "a line leads to its page")
    print(f"{len(failures)} things are wrong" if failures else "all is well")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
