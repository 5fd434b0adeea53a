-- SPDX-License-Identifier: MIT
-- The reports of an installation that begin in [?3, ?4) and have their observations and signature, in order. The columns are those of
-- exported/select_signed_reports.
SELECT r.report_id, r.observations_pruned_ms, r.user_id, r.installation_id, r.ip, r.from_text, r.to_text, r.packet_initial_ns,
       r.packet_reception_ns, r.packet_sent_ns, r.packet_final_ns, r.digest, s.signature, k.public_key, k.digest
  FROM report AS r
  JOIN client_key AS k ON k.client_key_id = r.client_key_id
  JOIN report_signature AS s ON s.report_id = r.report_id
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND r.first_observation_s >= ?3 AND r.first_observation_s < ?4
   AND r.observations_pruned_ms IS NULL
 ORDER BY r.first_observation_s, r.digest
