-- SPDX-License-Identifier: MIT
-- In the order of their reports, which is that of their ids.
INSERT INTO main.observation (observation_id, elapsed_residual_s, initial_residual_ns, upstream_residual_ns, server_residual_ns,
                              downstream_residual_ns)
SELECT o.observation_id + @observation, o.elapsed_residual_s, o.initial_residual_ns, o.upstream_residual_ns, o.server_residual_ns,
       o.downstream_residual_ns
  FROM source.report AS r
 CROSS JOIN temp.chosen AS c ON c.user_id = r.user_id AND c.installation_id = r.installation_id
 CROSS JOIN source.observation AS o
    ON o.observation_id >= r.first_observation_id AND o.observation_id < r.first_observation_id + r.observation_count
 WHERE r.report_id > @after AND r.report_id <= @through
