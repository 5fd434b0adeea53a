-- SPDX-License-Identifier: MIT
UPDATE report SET observations_pruned_ms = NULL WHERE report_id = ?1
