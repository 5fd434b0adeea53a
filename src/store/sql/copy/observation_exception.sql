-- SPDX-License-Identifier: MIT
INSERT INTO main.observation_exception (observation_id, type, packet_size)
SELECT e.observation_id + @observation, e.type, e.packet_size
  FROM source.report AS r
 CROSS JOIN temp.chosen AS c ON c.user_id = r.user_id AND c.installation_id = r.installation_id
 CROSS JOIN source.observation_exception AS e
    ON e.observation_id >= r.first_observation_id AND e.observation_id < r.first_observation_id + r.observation_count
 WHERE r.exception_count > 0
