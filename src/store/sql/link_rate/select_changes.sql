-- SPDX-License-Identifier: MIT
-- What was said of an installation's link, in the order in which later ones count.
SELECT direction, from_s, mbps
  FROM link_rate
 WHERE user_id = ?1 AND installation_id = ?2
 ORDER BY from_s, link_rate_id
