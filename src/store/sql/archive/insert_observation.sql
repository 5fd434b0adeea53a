-- SPDX-License-Identifier: MIT
INSERT INTO observation (observation_id, elapsed_residual_s, initial_residual_ns, upstream_residual_ns, server_residual_ns,
                         downstream_residual_ns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
