-- SPDX-License-Identifier: MIT
-- As many rows as are to be stored at once follow (src/store/observation_store.cpp).
INSERT INTO observation (observation_id, elapsed_residual_s, initial_residual_ns, upstream_residual_ns, server_residual_ns,
                         downstream_residual_ns)
VALUES
