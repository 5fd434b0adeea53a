-- SPDX-License-Identifier: MIT
-- The reports of an installation after the place (?3, ?4) that current windows have taken, in order.
SELECT q.first_observation_s, q.digest, q.ip
  FROM report AS q
 WHERE q.user_id = ?1 AND q.installation_id = ?2 AND (q.first_observation_s, q.digest) > (?3, ?4)
   AND EXISTS (SELECT 1
                 FROM window_report AS m
                 JOIN window AS w ON w.window_id = m.window_id
                WHERE m.report_id = q.report_id AND w.superseded_ms IS NULL)
 ORDER BY q.first_observation_s, q.digest
