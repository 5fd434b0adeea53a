-- SPDX-License-Identifier: MIT
INSERT INTO main.report (report_id, user_id, installation_id, first_observation_s, last_observation_s, earliest_s, latest_s,
                         observation_count, ip, from_text, to_text, packet_initial_ns, packet_reception_ns, packet_sent_ns,
                         packet_final_ns, type, packet_size, first_initial_ns, first_reception_ns, first_sent_ns, first_final_ns,
                         first_observation_id, exception_count, digest, client_key_id, verified, run_id,
                         observations_pruned_ms)
SELECT r.report_id + @report, r.user_id, r.installation_id, r.first_observation_s, r.last_observation_s, r.earliest_s, r.latest_s,
       r.observation_count, r.ip, r.from_text, r.to_text, r.packet_initial_ns, r.packet_reception_ns, r.packet_sent_ns,
       r.packet_final_ns, r.type, r.packet_size, r.first_initial_ns, r.first_reception_ns, r.first_sent_ns, r.first_final_ns,
       r.first_observation_id + @observation, r.exception_count, r.digest, k.new_id, r.verified, r.run_id + @run,
       r.observations_pruned_ms
  FROM source.report AS r
 CROSS JOIN temp.chosen AS c ON c.user_id = r.user_id AND c.installation_id = r.installation_id
  LEFT JOIN temp.copied_key AS k ON k.old_id = r.client_key_id
 WHERE r.report_id > @after AND r.report_id <= @through
 ORDER BY r.report_id
