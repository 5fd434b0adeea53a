-- SPDX-License-Identifier: MIT
UPDATE report SET observations_pruned_ms = ?2 WHERE report_id = ?1
