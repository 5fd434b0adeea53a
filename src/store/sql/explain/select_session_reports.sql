-- SPDX-License-Identifier: MIT
-- The reports of a window's session up to its own last one that begin after ?2 and reach beyond ?3: those that its
-- session's windows took, whatever came between them since.
SELECT r.report_id, r.observations_pruned_ms IS NOT NULL, r.observation_count
  FROM window AS w
  JOIN report AS z ON z.report_id = w.last_report_id
  JOIN report AS r ON r.user_id = w.user_id AND r.installation_id = w.installation_id
 WHERE w.window_id = ?1
   AND r.first_observation_s > ?2 AND (r.first_observation_s, r.digest) <= (z.first_observation_s, z.digest)
   AND r.latest_s > ?3
   AND EXISTS (SELECT 1
                 FROM window_report AS m
                 JOIN window AS o ON o.window_id = m.window_id
                WHERE m.report_id = r.report_id
                  AND o.session_report_id = w.session_report_id AND o.superseded_ms IS NULL)
 ORDER BY r.first_observation_s, r.digest
