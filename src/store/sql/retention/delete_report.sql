-- SPDX-License-Identifier: MIT
DELETE FROM report WHERE report_id = ?1
