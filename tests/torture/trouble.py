# SPDX-License-Identifier: MIT
"""Many results go to a stand-in that is in trouble: it hangs, cuts, answers with errors, stores what it does not answer and stores
late. In the end each is there once."""
import json
from collections import Counter

from fixture import Place, opened

MOST_RUNS = 2_000
PERCENT = 15
PATIENCE = {"TIXDB_REQUEST_TIMEOUT": "1s", "TIXDB_CONNECT_TIMEOUT": "5s", "TIXDB_SETTLE_DELAY": "2s"}


class Trouble:
    def __init__(self, programs, folder, template, findings):
        self.findings = findings
        self.place = Place(programs, folder / "trouble", template)
        self.runs = 0
        self.results = 0

    def open_items(self):
        with opened(self.place.database) as database:
            return dict(database.execute("SELECT state, count(*) FROM outbox WHERE state <> 'sent' GROUP BY state"))

    def run(self):
        for arguments in (["ingest"], ["process"]):
            ended = self.place.run(arguments)
            self.findings.expect(ended.code == 0, f"{arguments[0]} ends with {ended.code}", ended.text)
        self.place.open_stand_in(trouble_percent=PERCENT, seed=self.findings.seed)
        while self.open_items() and self.runs < MOST_RUNS:
            ended = self.place.run(["publish", "--wait", "20s"], PATIENCE)
            self.runs += 1
            # 75: five in a row failed.
            self.findings.expect(ended.code in (0, 75), f"publish in trouble ends with {ended.code}", ended.text)
        self.expect_each_once()
        self.place.end()

    def expect_each_once(self):
        self.findings.expect(not self.open_items(), f"not sent after {self.runs} runs", self.open_items())
        with opened(self.place.database) as database:
            sent = Counter((row["user_id"], row["installation_id"], row["last_s"])
                           for row in database.execute("SELECT * FROM outbox WHERE state = 'sent'"))
        rows = Counter()
        for line in self.place.rows():
            row = json.loads(line)
            rows[(row["user_id"], row["installation_id"], row["timestamp"])] += 1
        self.results = sum(sent.values())
        self.findings.expect(not sent - rows, "results are marked as sent and are not there", list((sent - rows).items())[:10])
        self.findings.expect(not rows - sent, "results are there twice, or not marked as sent", list((rows - sent).items())[:10])

    def summary(self):
        return f"{self.results} results in {self.runs} runs, {PERCENT} % of all requests in trouble"
