-- SPDX-License-Identifier: MIT
INSERT INTO main.recent_delays (user_id, installation_id, last_probe_s, window_id, probes)
SELECT d.user_id, d.installation_id, d.last_probe_s, d.window_id + @window, d.probes
  FROM source.recent_delays AS d
 CROSS JOIN temp.chosen AS c ON c.user_id = d.user_id AND c.installation_id = d.installation_id
