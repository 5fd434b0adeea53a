-- SPDX-License-Identifier: MIT
INSERT INTO main.run (run_id, command, version, started_ms, pid, duration_ms, exit_code, reason, counts)
SELECT run_id + @run, command, version, started_ms, pid, duration_ms, exit_code, reason, counts
  FROM source.run
