-- SPDX-License-Identifier: MIT
-- Gaps that reach into the range.
SELECT user_id, installation_id, gap_start, gap_end, from_s, to_s, reason, detail, remedy, method
  FROM v_gap
 WHERE to_s >= ?1 AND from_s < ?2
   AND user_id BETWEEN ?3 AND ?4 AND coalesce(installation_id, ?5) BETWEEN ?5 AND ?6
 ORDER BY user_id, installation_id, from_s, to_s, reason, detail
