-- SPDX-License-Identifier: MIT
INSERT INTO run (command, version, started_ms, pid) VALUES (?1, ?2, ?3, ?4)
