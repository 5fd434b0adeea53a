-- SPDX-License-Identifier: MIT
INSERT INTO setting (name, value, changed_ms) VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_ms = excluded.changed_ms
