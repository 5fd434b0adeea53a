-- SPDX-License-Identifier: MIT
UPDATE report SET observations_pruned_ms = NULL, signature = coalesce(signature, ?2) WHERE report_id = ?1
