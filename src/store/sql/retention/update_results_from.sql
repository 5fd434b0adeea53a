-- SPDX-License-Identifier: MIT
UPDATE installation
   SET results_from_s = max(coalesce(results_from_s, ?3), ?3)
 WHERE user_id = ?1 AND installation_id = ?2
