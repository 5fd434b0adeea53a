# SPDX-License-Identifier: MIT
"""What the scripts in this folder share: running tixdb, simulated links, tables."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TIXDB = pathlib.Path(os.environ.get("TIXDB", ROOT / "build/release/tixdb"))
FROM_S = 1772323200  # 2026-03-01T00:00:00Z


class Failed(Exception):
    """tixdb ended with an error."""


def tixdb(*command):
    done = subprocess.run([str(word) for word in (TIXDB, *command)], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"tixdb {' '.join(map(str, command))} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def forget_settings(folder):
    """Nothing of the caller's own configuration may reach tixdb."""
    for name in [name for name in os.environ if name.startswith(("TIX_", "TIXDB_"))]:
        del os.environ[name]
    (folder / "empty.conf").touch()
    os.environ["TIXDB_CONFIG"] = str(folder / "empty.conf")


def simulate(folder, *options, seed=1, after_s=0, duration_s):
    tixdb("simulate", "--output", folder, "--quiet", "--seed", seed, "--from", f"@{FROM_S + after_s}", "--duration",
          f"{duration_s}s", *options)


def link(down_kbps):
    """Rates as of an access link: up a third of down, as at the platform's 0.5 and 1.5 Mb/s."""
    return ("--down-rate-kbps", down_kbps, "--up-rate-kbps", down_kbps / 3,
            "--queue", "exact" if down_kbps < 100_000 else "stationary")


def write_plan(path, loads):
    """loads: of each installation, from 1 on, (up, down)."""
    with path.open("w") as out:
        print("user_id,installation_id,after_s,up_utilisation,down_utilisation", file=out)
        for number, (up, down) in enumerate(loads, 1):
            print(f"{number},{number},0,{up},{down}", file=out)


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---" for _ in head) + " |")
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)
