-- SPDX-License-Identifier: MIT
-- The reports from (?3, ?4) to (?5, ?6) are part of windows now, so they are no longer late.
DELETE FROM late_report
 WHERE user_id = ?1 AND installation_id = ?2
   AND report_id IN (SELECT report_id
                       FROM report
                      WHERE user_id = ?1 AND installation_id = ?2 AND (first_observation_s, digest) >= (?3, ?4)
                        AND (first_observation_s, digest) <= (?5, ?6))
