-- SPDX-License-Identifier: MIT
-- They are in their places now.
DELETE FROM late_report
 WHERE user_id = ?1 AND installation_id = ?2
   AND report_id IN (SELECT report_id
                       FROM report
                      WHERE user_id = ?1 AND installation_id = ?2 AND (first_observation_s, digest) >= (?3, ?4)
                        AND (first_observation_s, digest) <= (?5, ?6))
