-- SPDX-License-Identifier: MIT
-- Of rows that begin at the same time the latest counts: their order is content, their ids are not.
SELECT user_id, installation_id, direction, from_s, mbps,
       row_number() OVER (PARTITION BY user_id, installation_id, direction, from_s ORDER BY link_rate_id)
  FROM link_rate
