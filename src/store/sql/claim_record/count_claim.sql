-- SPDX-License-Identifier: MIT
-- ?1 and ?2: which file the database is.
INSERT INTO claim_record (claim_record_id, claims, file_inode, file_birth_ns)
VALUES (1, 1, ?1, ?2)
ON CONFLICT DO UPDATE SET claims = claims + 1, file_inode = ?1, file_birth_ns = ?2
RETURNING claims
