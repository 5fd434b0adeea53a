-- SPDX-License-Identifier: MIT
DELETE FROM report_signature WHERE report_id = ?1
