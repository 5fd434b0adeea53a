-- SPDX-License-Identifier: MIT
UPDATE installation
   SET pruned_before_s = max(coalesce(pruned_before_s, ?3), ?3)
 WHERE user_id = ?1 AND installation_id = ?2
