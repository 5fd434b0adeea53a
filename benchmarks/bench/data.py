# SPDX-License-Identifier: MIT
"""What is measured: simulated fleets, and databases at the point where a measurement begins."""
import os
import pathlib
import shutil
import subprocess

import measuring
import stand_in

FROM_S = 1772323200  # 2026-03-01T00:00:00Z
# Ninety minutes, less one: so each installation has one window in the ten minutes, as it has in nine of ten such runs (a window
# begins 540 s after the one before it). After ninety it would have two.
HISTORY_S = 5340
SLICE_S = 600


class Workshop:
    """A folder, the program, and the peak memory of each of its commands."""

    def __init__(self, folder, build):
        self.folder = pathlib.Path(folder)
        self.tixdb = build / "tixdb"
        self.stand_in = build / "fake_tix_api"
        self.peaks_mib = {}
        for name in [name for name in os.environ if name.startswith(("TIX_", "TIXDB_"))]:
            del os.environ[name]
        (self.folder / "empty.conf").touch()
        os.environ["TIXDB_CONFIG"] = str(self.folder / "empty.conf")

    def run(self, command, *words, **options):
        done = measuring.run(self.tixdb, command, *words, **options)
        self.peaks_mib[command] = max(done.peak_mib, self.peaks_mib.get(command, 0))
        return done

    def simulate(self, name, installations, after_s, length_s, *options, seed=1):
        """The report files of so many installations, made once."""
        folder = self.folder / name
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            self.run("simulate", "--output", folder, "--installations", installations, "--seed", seed, "--vary", "--from",
                     f"@{FROM_S + after_s}", "--duration", f"{length_s}s", "--clock-drift-ppm", 20, *options)
            (folder / "whole").touch()
        return folder / "reports"

    def copied(self, database, name):
        """A copy that a measurement may change; complete, since the log has been taken in before. It is written into the file that
        is there, so that publish, by its lock's file, takes it for the database that it has sent from."""
        copy = self.folder / name
        for suffix in ("-wal", "-shm"):
            pathlib.Path(f"{copy}{suffix}").unlink(missing_ok=True)
        subprocess.run(["sqlite3", str(database), "PRAGMA wal_checkpoint(TRUNCATE)"], check=True, stdout=subprocess.DEVNULL)
        shutil.copyfile(database, copy)
        # What it costs to write the copy back is not to be paid by what is measured.
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        return copy


def remove(database):
    for suffix in ("", "-wal", "-shm", ".data.lock", ".publish.lock"):
        pathlib.Path(f"{database}{suffix}").unlink(missing_ok=True)


class Fleet:
    """Ninety minutes of reports that are stored, processed and published, and ten more that wait in the same folders."""

    def __init__(self, workshop, installations):
        self.workshop = workshop
        self.installations = installations
        self.base = workshop.folder / f"fleet-{installations}.sqlite"
        self.slice_from_s = FROM_S + HISTORY_S
        ready = workshop.folder / f"fleet-{installations}.ready"
        self.reports = workshop.simulate(f"fleet-{installations}", installations, 0, HISTORY_S + SLICE_S)
        self.claims = workshop.folder / f"fleet-{installations}.claims"
        if ready.exists():
            return
        measured = workshop.folder / "measured.sqlite"
        remove(measured)
        put_back = self.hold_back()
        for command in (["ingest", self.reports], ["process"]):
            print(workshop.run(*command, "--database", measured).text, flush=True)
        with stand_in.StandIn(workshop) as api:
            print(workshop.run("publish", "--database", measured, env=api.environment).text, flush=True)
        put_back()
        workshop.copied(measured, self.base.name)
        shutil.copyfile(f"{measured}.publish.lock", self.claims)
        ready.touch()

    def hold_back(self):
        """Moves the ten minutes' files away; returns what puts them back."""
        aside = self.workshop.folder / f"slice-{self.installations}"
        moved = []
        for path in self.reports.glob("*/*/tix-report-*.json"):
            if int(path.stem.rsplit("-", 1)[1]) >= self.slice_from_s:
                target = aside / path.relative_to(self.reports)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.rename(path, target)
                moved.append((target, path))
        return lambda: [os.rename(target, path) for target, path in moved]

    def database(self):
        """The database as it was before the ten minutes, in the file in which it was made."""
        measured = self.workshop.copied(self.base, "measured.sqlite")
        shutil.copyfile(self.claims, f"{measured}.publish.lock")
        return measured
