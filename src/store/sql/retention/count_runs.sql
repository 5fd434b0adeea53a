-- SPDX-License-Identifier: MIT
SELECT count(*)
  FROM run
 WHERE started_ms < ?1
   AND run_id NOT IN (SELECT max(run_id) FROM run GROUP BY command)
   AND run_id NOT IN (SELECT max(run_id) FROM run WHERE exit_code IN (0, 3) GROUP BY command)
