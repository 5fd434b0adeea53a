# SPDX-License-Identifier: MIT
"""A server in place of tix-api."""
import os
import signal
import subprocess
import time

DELAY_MS = 7  # what tix-api takes for a report
USER, PASSWORD = "publisher", "sEcret"


class StandIn:
    """A server that takes reports as tix-api does."""

    def __init__(self, workshop, delay_ms=0):
        port_file = workshop.folder / "port"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen([workshop.stand_in, "--port-file", port_file, "--user", USER, "--password", PASSWORD,
                                         "--delay-ms", str(delay_ms)], stdout=subprocess.DEVNULL)
        while not port_file.exists():
            time.sleep(0.01)
        self.port = int(port_file.read_text())
        self.environment = {**os.environ, "TIX_API_HOST": "127.0.0.1", "TIX_API_PORT": str(self.port), "TIX_API_USER": USER,
                            "TIX_API_PASSWORD": PASSWORD}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
