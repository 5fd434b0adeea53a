-- SPDX-License-Identifier: MIT
-- Reports of an installation that hold observations of the range, with all that their file said.
SELECT r.report_id, r.first_observation_s, r.observation_count, r.from_text, r.to_text, r.packet_initial_ns, r.packet_reception_ns,
       r.packet_sent_ns, r.packet_final_ns, r.digest, r.signature, k.public_key, k.digest, r.observations_pruned_ms, r.ip
  FROM report AS r
  JOIN client_key AS k ON k.client_key_id = r.client_key_id
 WHERE r.latest_s >= ?1 AND r.earliest_s < ?2
   AND r.user_id BETWEEN ?3 AND ?4 AND r.installation_id BETWEEN ?5 AND ?6
 ORDER BY r.first_observation_s, r.digest
