-- SPDX-License-Identifier: MIT
INSERT INTO report (user_id, installation_id, first_observation_s, last_observation_s, earliest_s, latest_s, observation_count, ip, from_text,
                    to_text, packet_initial_ns, packet_reception_ns, packet_sent_ns, packet_final_ns, type,
                    packet_size, first_initial_ns, first_reception_ns, first_sent_ns, first_final_ns, first_observation_id,
                    exception_count, digest, client_key_id, verified, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,
        ?26)
