-- SPDX-License-Identifier: MIT
-- A report's first observation, where its observations are, and those themselves in their order, as
-- store/packed_residuals.hpp lays them out: a table is read in the order of its ids.
SELECT r.first_observation_s, r.type, r.packet_size, r.first_initial_ns, r.first_reception_ns, r.first_sent_ns,
       r.first_final_ns, r.first_observation_id, r.observation_count, r.exception_count,
       (SELECT packed_residuals(o.elapsed_residual_s, o.initial_residual_ns, o.upstream_residual_ns, o.server_residual_ns,
                                o.downstream_residual_ns)
          FROM observation AS o
         WHERE o.observation_id >= r.first_observation_id
           AND o.observation_id < r.first_observation_id + r.observation_count)
  FROM report AS r
 WHERE r.report_id = ?1
