# SPDX-License-Identifier: MIT
"""Commands timed as whole processes, medians of several runs, and the table that comes of them."""
import os
import statistics
import subprocess
import sys
import time


class Measured:
    def __init__(self, wall_s, cpu_s, peak_mib, text):
        self.wall_s, self.cpu_s, self.peak_mib, self.text = wall_s, cpu_s, peak_mib, text


def run(*command, **options):
    """Runs a command to its end; ends the whole program if it fails."""
    options.setdefault("stdout", subprocess.DEVNULL)
    started = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stderr=subprocess.PIPE, text=True, **options)
    text = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} {command[1]} ended with {process.returncode}: {text}")
    return Measured(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text.strip())


def query(database, sql):
    return subprocess.run(["sqlite3", "-readonly", str(database), sql], check=True, capture_output=True,
                          text=True).stdout.strip()


def median_wall_s(runs):
    return statistics.median(each.wall_s for each in runs)


def median_cpu_s(runs):
    return statistics.median(each.cpu_s for each in runs)


class Table:
    """A row for each figure, told as soon as it is known and all together at the end."""

    HEADING = "| step | measured | yardstick | figure | must | aim | |\n| --- | --- | --- | --- | --- | --- | --- |"

    def __init__(self):
        self.rows = []

    def add(self, step, measured, yardstick, figure, unit, must, aim, more_is_better=False):
        def meets(bound):
            return figure >= bound if more_is_better else figure <= bound

        verdict = "aim" if meets(aim) else "must" if meets(must) else "missed"
        sign = "≥" if more_is_better else "≤"
        self.rows.append(f"| {step} | {measured} | {yardstick} | {figure:.3g}{unit} | {sign} {must:g} | {sign} {aim:g} | {verdict} |")
        print(self.rows[-1], flush=True)

    def print(self):
        print("\n" + self.HEADING)
        print("\n".join(self.rows))


def told(runs):
    """Medians, as a cell of the table."""
    return f"{median_wall_s(runs):.2f} s ({median_cpu_s(runs):.2f} s of processor)"
