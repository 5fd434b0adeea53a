-- SPDX-License-Identifier: MIT
INSERT INTO setting_change (name, old_value, new_value, changed_ms) VALUES (?1, ?2, ?3, ?4)
