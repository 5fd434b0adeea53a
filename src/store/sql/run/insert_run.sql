-- SPDX-License-Identifier: MIT
INSERT INTO run (command, version, started_ms) VALUES (?1, ?2, ?3)
