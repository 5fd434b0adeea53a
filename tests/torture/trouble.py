# SPDX-License-Identifier: MIT
"""Many results go to a stand-in that is in trouble: it hangs, cuts, limits rates, answers with errors and in other forms, stores what
it does not answer, stores late, and is killed and started again. In the end each is there once."""
import json
import threading
import time
from collections import Counter
from random import Random

from fixture import Place, opened

MOST_RUNS = 5_000
# Of ingest and process for all of them: nothing is tried there, and the machine may be busy.
LONGEST_PREPARATION_S = 3_600
PERCENT = 10
TRY_AGAIN = 75
# Between two ends of the stand-in.
SHORTEST_LIFE_S = 0.5
LONGEST_LIFE_S = 5
# 75: five in a row failed, or it asked to wait; 78: it answered as tix-api never does.
CODES = (0, 75, 78)
PATIENCE = {"TIXDB_REQUEST_TIMEOUT": "1s", "TIXDB_CONNECT_TIMEOUT": "5s", "TIXDB_SETTLE_DELAY": "2s"}


class Trouble:
    def __init__(self, programs, folder, template, findings):
        self.findings = findings
        self.place = Place(programs, folder / "trouble", template)
        self.runs = 0
        self.results = 0
        self.restarts = 0
        self.is_over = threading.Event()

    def open_items(self):
        with opened(self.place.database) as database:
            return dict(database.execute("SELECT state, count(*) FROM outbox WHERE state <> 'sent' GROUP BY state"))

    def run(self):
        for arguments in (["ingest"], ["process"]):
            ended = self.place.run(arguments, longest_s=LONGEST_PREPARATION_S)
            self.findings.expect(ended.code == 0, f"{arguments[0]} ends with {ended.code}", ended.text)
        self.place.open_stand_in(trouble_percent=PERCENT, seed=self.findings.seed)
        restarts = threading.Thread(target=self.restart_again_and_again)
        restarts.start()
        while self.open_items() and self.runs < MOST_RUNS:
            ended = self.place.run(["publish", "--wait", "20s"], PATIENCE)
            self.runs += 1
            self.findings.expect(ended.code in CODES, f"publish in trouble ends with {ended.code}", ended.text)
            if ended.code == TRY_AGAIN:
                time.sleep(0.2)
        self.is_over.set()
        restarts.join()
        self.expect_each_once()
        self.place.end()

    def restart_again_and_again(self):
        moments = Random(self.findings.seed)
        while not self.is_over.wait(moments.uniform(SHORTEST_LIFE_S, LONGEST_LIFE_S)):
            self.place.stand_in.restart()
            self.restarts += 1

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
        return (f"{self.results} results in {self.runs} runs, {PERCENT} % of all requests in trouble, "
                f"{self.restarts} restarts of the server")
