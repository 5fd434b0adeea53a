# SPDX-License-Identifier: MIT
"""What the same work costs without tixdb."""
import base64
import concurrent.futures
import socket
import subprocess
import sys
import time

import measuring

IMPORT = ("CREATE TABLE observation (user_id INTEGER, installation_id INTEGER, day_timestamp INTEGER, type TEXT,"
          " packet_size INTEGER, initial_ns INTEGER, reception_ns INTEGER, sent_ns INTEGER, final_ns INTEGER);\n"
          ".import --csv {csv} observation\n")


def _from_file(folder, text):
    path = folder / "script.sql"
    path.write_text(text)
    return path.open()


def export(folder, database, from_s):
    """The observations from a time on as CSV."""
    csv = folder / "observations.csv"
    with csv.open("w") as out:
        subprocess.run(["sqlite3", "-readonly", "-csv", str(database),
                        "SELECT user_id, installation_id, day_timestamp, type, packet_size, initial_ns, reception_ns,"
                        f" sent_ns, final_ns FROM v_observation WHERE report_latest_s >= {from_s}"
                        f" AND day_timestamp >= {from_s}"], check=True, stdout=out)
    return csv


def import_csv(folder, csv):
    """The same observations into a plain table by sqlite3's own importer."""
    target = folder / "yardstick.sqlite"
    target.unlink(missing_ok=True)
    done = measuring.run("sqlite3", target, stdin=_from_file(folder, IMPORT.format(csv=csv)))
    target.unlink()
    return done


def find(folder):
    return measuring.run("find", folder, "-type", "f", "-printf", "%s %T@\n")


def read_hours(database, new_from_s):
    """The observations that process reads for the windows that end from then on: of each installation those of the hour
    before the end of its first one, to the end of its last. One thread, every column, nothing kept."""
    columns = measuring.query(database, "SELECT group_concat('sum(o.' || name || ')', ', ') FROM"
                                        " pragma_table_info('observation') WHERE type = 'INTEGER'")
    ids = "o.observation_id >= r.first_observation_id AND o.observation_id < r.first_observation_id + r.observation_count"
    return measuring.run("sqlite3", "-readonly", database,
                         f"SELECT {columns} FROM (SELECT user_id, installation_id,"
                         f" min(last_probe_s) - 3600 AS after_s, max(last_probe_s) AS until_s FROM window"
                         f" WHERE last_probe_s >= {new_from_s} GROUP BY user_id, installation_id) AS w"
                         f" CROSS JOIN report AS r USING (user_id, installation_id) CROSS JOIN observation AS o ON {ids}"
                         f" WHERE r.latest_s > w.after_s AND r.first_observation_s <= w.until_s")


def _post(port, head, user_id, installation_id, body):
    target = f"/api/user/{user_id}/installation/{installation_id}/reports"
    text = f"POST {target} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}"
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(text.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    if not answer.startswith(b"HTTP/1.1 200 "):
        sys.exit(f"the stand-in answered a plain client with {answer[:200]!r}")


def post_all(port, user, password, items, connections=4):
    """A plain client: so many threads post the bodies, each on a connection of its own. Returns its rate per second."""
    credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
    head = (f"Host: 127.0.0.1:{port}\r\nAuthorization: Basic {credentials}\r\nContent-Type: application/json\r\n"
            "Accept: application/json\r\nConnection: close\r\n")
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        for _ in pool.map(lambda item: _post(port, head, *item), items):
            pass
    return len(items) / (time.monotonic() - started)
