-- SPDX-License-Identifier: MIT
SELECT r.report_id, r.verified, r.ip, r.from_text, r.to_text,
       r.packet_initial_ns, r.packet_reception_ns, r.packet_sent_ns, r.packet_final_ns,
       k.digest, (SELECT s.signature FROM report_signature AS s WHERE s.report_id = r.report_id),
       r.observations_pruned_ms IS NOT NULL
           OR EXISTS (SELECT 1 FROM window_report AS w WHERE w.report_id = r.report_id)
  FROM report AS r
  JOIN client_key AS k USING (client_key_id)
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND r.first_observation_s = ?3 AND r.digest = ?4
