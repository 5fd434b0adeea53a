-- SPDX-License-Identifier: MIT
UPDATE installation
   SET items_pruned_before_s = max(coalesce(items_pruned_before_s, ?3), ?3)
 WHERE user_id = ?1 AND installation_id = ?2
