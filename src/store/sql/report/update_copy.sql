-- SPDX-License-Identifier: MIT
UPDATE report
   SET ip = ?2, from_text = ?3, to_text = ?4, packet_initial_ns = ?5, packet_reception_ns = ?6, packet_sent_ns = ?7,
       packet_final_ns = ?8, client_key_id = ?9, verified = ?10
 WHERE report_id = ?1
