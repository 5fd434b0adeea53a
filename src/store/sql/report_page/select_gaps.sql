-- SPDX-License-Identifier: MIT
-- Of missing values only those of the method that is shown.
SELECT from_s, to_s, reason, detail, remedy
  FROM v_gap
 WHERE user_id = ?1 AND installation_id = ?2 AND to_s > ?3 AND from_s < ?4
   AND (method IS NULL OR method = ?5)
 ORDER BY from_s, to_s, reason
