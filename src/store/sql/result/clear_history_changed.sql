-- SPDX-License-Identifier: MIT
UPDATE result SET history_changed = 0 WHERE result_id = ?1
