-- SPDX-License-Identifier: MIT
SELECT elapsed_residual_s, initial_residual_ns, upstream_residual_ns, server_residual_ns, downstream_residual_ns
  FROM observation
 WHERE observation_id >= ?1 AND observation_id < ?1 + ?2
 ORDER BY observation_id
