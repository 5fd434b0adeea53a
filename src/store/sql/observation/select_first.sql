-- SPDX-License-Identifier: MIT
SELECT first_observation_s, type, packet_size, first_initial_ns, first_reception_ns, first_sent_ns, first_final_ns,
       first_observation_id, observation_count, exception_count
  FROM report
 WHERE report_id = ?1
