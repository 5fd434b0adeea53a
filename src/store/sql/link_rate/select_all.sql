-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, direction, from_s, mbps, set_ms
  FROM link_rate
 ORDER BY user_id, installation_id, direction, from_s, link_rate_id
