-- SPDX-License-Identifier: MIT
INSERT OR IGNORE INTO forgotten_installation (digest, forgotten_ms) VALUES (?1, ?2)
