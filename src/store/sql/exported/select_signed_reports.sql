-- SPDX-License-Identifier: MIT
-- Reports of an installation that hold observations of the range, with all that their file said. The columns are those of
-- archive/select_reports.
SELECT r.report_id, r.observations_pruned_ms, r.user_id, r.installation_id, r.ip, r.from_text, r.to_text, r.packet_initial_ns,
       r.packet_reception_ns, r.packet_sent_ns, r.packet_final_ns, r.digest, s.signature, k.public_key, k.digest
  FROM report AS r
  JOIN client_key AS k ON k.client_key_id = r.client_key_id
  LEFT JOIN report_signature AS s ON s.report_id = r.report_id
 WHERE r.latest_s >= ?1 AND r.earliest_s < ?2
   AND r.user_id BETWEEN ?3 AND ?4 AND r.installation_id BETWEEN ?5 AND ?6
 ORDER BY r.first_observation_s, r.digest
