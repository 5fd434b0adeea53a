-- SPDX-License-Identifier: MIT
-- ?1 and ?2: which file the database is now, ?3: at least so many claims, ?4 and ?5: this boot and the time since it began.
INSERT INTO claim_record (claim_record_id, claims, file_inode, file_birth_ns, restored_boot_id, restored_boot_ms)
VALUES (1, ?3, ?1, ?2, ?4, ?5)
ON CONFLICT DO UPDATE
   SET file_inode = ?1, file_birth_ns = ?2, claims = max(claims, ?3), restored_boot_id = ?4, restored_boot_ms = ?5
