-- SPDX-License-Identifier: MIT
-- What select_reports would read, by digest alone.
SELECT r.digest
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND r.first_observation_s >= ?3 AND r.first_observation_s < ?4
   AND r.observations_pruned_ms IS NULL AND EXISTS (SELECT 1 FROM report_signature AS s WHERE s.report_id = r.report_id)
