-- SPDX-License-Identifier: MIT
-- Where several databases are merged their settings are equal.
INSERT OR IGNORE INTO main.setting (name, value, changed_ms)
SELECT name, value, changed_ms FROM source.setting
