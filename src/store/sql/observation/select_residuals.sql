-- SPDX-License-Identifier: MIT
-- One row. Those of ?2 ids from ?1 on, in their order, as store/packed_residuals.hpp lays them out: a table is read in the
-- order of its ids.
SELECT packed_residuals(elapsed_residual_s, initial_residual_ns, upstream_residual_ns, server_residual_ns,
                        downstream_residual_ns)
  FROM observation
 WHERE observation_id >= ?1 AND observation_id < ?1 + ?2
