# SPDX-License-Identifier: MIT
"""Rows of what people look at and take away: report pages, exports. Each is timed in turn with the same rows read in plain SQL."""
import sqlite3

import data
import measuring

PAGE_DAYS = 90
FLEET_DAYS = 7
SIMULATED = 10  # installations of the fleet; the others are their rows once more
OBSERVATION_COLUMNS = ("user_id, installation_id, ip, strftime('%Y-%m-%dT%H:%M:%SZ', day_timestamp, 'unixepoch'), day_timestamp, type,"
                       " packet_size, initial_ns, reception_ns, sent_ns, final_ns, rtt_ms, ordinal")
PAGE_SQL = """
SELECT window_end, up_usage, down_usage, up_quality, down_quality, reason, as_number, as_name, parameters, up_state, down_state
  FROM v_result WHERE user_id = 1 AND installation_id = 1 AND method = 'queueing' ORDER BY last_s;
SELECT * FROM v_latency_hourly WHERE user_id = 1 AND installation_id = 1 ORDER BY hour_s;
SELECT * FROM v_gap WHERE user_id = 1 AND installation_id = 1 ORDER BY from_s;
SELECT * FROM v_latency_under_load WHERE user_id = 1 AND installation_id = 1 ORDER BY day_s;
"""
FLEET_SQL = """
SELECT user_id, installation_id, hour_s, up_usage_percent, down_usage_percent, up_quality_percent, down_quality_percent, windows
  FROM v_usage_hourly WHERE method = 'queueing' ORDER BY user_id, installation_id, hour_s;
SELECT user_id, installation_id, hour_s, probes_received, seconds_covered, rtt_median_ms, rtt_p95_ms
  FROM v_latency_hourly ORDER BY user_id, installation_id, hour_s;
"""


def _stored(workshop, name, installations, days, seed):
    """A database of so many simulated days, ingested and processed once."""
    database = workshop.folder / f"{name}.sqlite"
    if not (workshop.folder / f"{name}.ready").exists():
        reports = workshop.simulate(name, installations, 0, days * 86_400, "--busy-hours", "18-23", "--down-utilisation", 0.8, seed=seed)
        data.remove(database)
        workshop.run("ingest", reports, "--database", database, "--no-verify-signature")
        workshop.run("process", "--database", database)
        (workshop.folder / f"{name}.ready").touch()
    return database


def _copy_rows(connection, table, shifts, times, where="true"):
    """The rows of a table once more for each further copy, the columns of shifts so much higher in each."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(f"{name} + ?1 * {shifts[name]}" if name in shifts else name for name in names)
    own = " AND ".join(f"{name} <= {step}" for name, step in shifts.items())
    for copy in range(1, times):
        connection.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {own} AND {where}", (copy,))


def multiply(database, times):
    """Gives each installation of a database so many copies of what the page of a fleet shows; of reports the first alone."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous = OFF")
    highest = {name: connection.execute(f"SELECT max({name}) FROM {table}").fetchone()[0]
               for table, name in (("installation", "user_id"), ("report", "report_id"), ("window", "window_id"), ("result", "result_id"))}
    users = {"user_id": highest["user_id"]}
    _copy_rows(connection, "installation", users, times)
    _copy_rows(connection, "report", {**users, "report_id": highest["report_id"]}, times,
               "report_id IN (SELECT min(report_id) FROM report GROUP BY user_id, installation_id)")
    _copy_rows(connection, "window", {**users, "window_id": highest["window_id"]}, times)
    _copy_rows(connection, "result", {"result_id": highest["result_id"], "window_id": highest["window_id"]}, times)
    _copy_rows(connection, "latency_hour", users, times)
    connection.commit()
    connection.close()


def _measure(workshop, table, what, command, database, sql, runs, must, aim):
    """tixdb's command and the same rows in sqlite3's shell, in turn."""
    pages, reads = [], []
    for _ in range(runs):
        pages.append(workshop.run(*command, "--database", database))
        reads.append(measuring.run("sqlite3", "-readonly", database, sql))
    ratio = measuring.median_cpu_s(pages) / measuring.median_cpu_s(reads)
    table.add(what, f"{measuring.told(pages)}, {max(page.peak_mib for page in pages):.0f} MiB",
              f"the views alone: {measuring.told(reads)}, {ratio:.2f} × of processor", measuring.median_wall_s(pages), " s", must, aim)


def one(workshop, table, runs):
    """The page of ninety days of one installation that is never off."""
    database = _stored(workshop, "quarter", 1, PAGE_DAYS, seed=6)
    page = workshop.folder / "page.html"
    _measure(workshop, table, f"page of {PAGE_DAYS} days of one installation", ["report", 1, 1, "-o", page], database, PAGE_SQL, runs, 2, 1.2)
    print(f"{page.stat().st_size / 1_048_576:.2f} MiB", flush=True)


def fleet(workshop, table, runs, installations):
    """The page of seven days of a fleet."""
    name = f"fleet-page-{installations}"
    database = workshop.folder / f"{name}.sqlite"
    if not (workshop.folder / f"{name}.ready").exists():
        base = _stored(workshop, "week", SIMULATED, FLEET_DAYS, seed=7)
        workshop.copied(base, database.name)
        multiply(database, installations // SIMULATED)
        (workshop.folder / f"{name}.ready").touch()
    _measure(workshop, table, f"page of {FLEET_DAYS} days of {installations} installations",
             ["report", "-o", workshop.folder / "fleet.html"], database, FLEET_SQL, runs, 20, 10)


def folder(workshop, table, runs):
    """A folder of pages: that of the fleet and of each installation."""
    database = _stored(workshop, "week", SIMULATED, FLEET_DAYS, seed=7)
    pages = [workshop.run("report", "--output-folder", workshop.folder / "pages", "--database", database) for _ in range(runs)]
    each_s = measuring.median_wall_s(pages) / (SIMULATED + 1)
    table.add(f"a page of {FLEET_DAYS} days in a folder of them", f"{SIMULATED + 1} pages: {measuring.told(pages)}", "", each_s, " s", 0.5, 0.2)


def export(workshop, table, runs, database):
    """Observations as CSV."""
    count = int(measuring.query(database, "SELECT sum(observation_count) FROM report WHERE observations_pruned_ms IS NULL"))
    ours, plain = [], []
    for _ in range(runs):
        ours.append(workshop.run("export", "observations", "--database", database))
        plain.append(measuring.run("sqlite3", "-readonly", "-csv", database, f"SELECT {OBSERVATION_COLUMNS} FROM v_observation"))
    table.add(f"export of {count / 1e6:.0f} million observations, {max(run.peak_mib for run in ours):.0f} MiB",
              f"{measuring.told(ours)}, {count / measuring.median_cpu_s(ours) / 1e6:.1f} million a second of processor",
              f"`sqlite3 -csv`: {measuring.told(plain)}", measuring.median_cpu_s(ours) / measuring.median_cpu_s(plain), " ×", 2, 1)
