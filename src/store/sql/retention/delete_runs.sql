-- SPDX-License-Identifier: MIT
-- Of each command the last one stays, and the last that ended as it should.
DELETE FROM run
 WHERE run_id IN (SELECT run_id
                    FROM run
                   WHERE started_ms < ?1
                     AND run_id NOT IN (SELECT max(run_id) FROM run GROUP BY command)
                     AND run_id NOT IN (SELECT max(run_id) FROM run WHERE exit_code IN (0, 3) GROUP BY command)
                   LIMIT ?2)
