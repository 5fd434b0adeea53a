-- SPDX-License-Identifier: MIT
UPDATE result SET history_changed = 1 WHERE result_id = ?1
