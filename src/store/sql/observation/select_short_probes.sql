-- SPDX-License-Identifier: MIT
-- The short probes of a report, as received (as in v_observation).
SELECT r.first_observation_s + o.elapsed_s,
       coalesce(o.packet_size, r.packet_size),
       r.first_initial_ns + o.elapsed_s % 86400 * 1000000000 + o.initial_residual_ns AS initial_ns,
       o.upstream_ns,
       o.server_ns,
       o.rtt_ns
  FROM report AS r
  JOIN observation AS o ON o.report_id = r.report_id
 WHERE r.report_id = ?1 AND coalesce(o.type, r.type) = 'S'
