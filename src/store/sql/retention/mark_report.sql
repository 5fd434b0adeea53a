-- SPDX-License-Identifier: MIT
-- ?3: whether the signature stays.
UPDATE report SET observations_pruned_ms = ?2, signature = iif(?3, signature, NULL) WHERE report_id = ?1
