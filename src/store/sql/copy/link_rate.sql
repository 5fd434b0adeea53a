-- SPDX-License-Identifier: MIT
INSERT INTO main.link_rate (link_rate_id, user_id, installation_id, direction, from_s, mbps, set_ms, run_id)
SELECT l.link_rate_id + @link_rate, l.user_id, l.installation_id, l.direction, l.from_s, l.mbps, l.set_ms, l.run_id + @run
  FROM source.link_rate AS l
 CROSS JOIN temp.chosen AS c ON c.user_id = l.user_id AND c.installation_id = l.installation_id
