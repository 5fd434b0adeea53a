-- SPDX-License-Identifier: MIT
SELECT run_id, command, version, started_ms, duration_ms, exit_code, counts, pid, reason
  FROM run
 WHERE run_id IN (SELECT max(run_id) FROM run GROUP BY command)
 ORDER BY started_ms DESC, run_id DESC
