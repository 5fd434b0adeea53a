-- SPDX-License-Identifier: MIT
INSERT INTO as_snapshot (content, valid_from_s, source, format, digest, prefixes, names, imported_ms, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
