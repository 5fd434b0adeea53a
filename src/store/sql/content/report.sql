-- SPDX-License-Identifier: MIT
-- The first column leads to the observations, which are hashed with their report; it is not part of the content.
SELECT r.first_observation_id, r.observation_count, r.exception_count, r.user_id, r.installation_id, r.first_observation_s,
       r.last_observation_s, r.earliest_s, r.latest_s, r.ip, r.from_text, r.to_text, r.packet_initial_ns, r.packet_reception_ns,
       r.packet_sent_ns, r.packet_final_ns, r.type, r.packet_size, r.first_initial_ns, r.first_reception_ns, r.first_sent_ns,
       r.first_final_ns, r.digest, s.signature, k.digest, r.verified, r.observations_pruned_ms IS NULL
  FROM report AS r
  LEFT JOIN report_signature AS s USING (report_id)
  LEFT JOIN client_key AS k USING (client_key_id)
