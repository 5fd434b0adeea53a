-- SPDX-License-Identifier: MIT
SELECT claims, file_inode, file_birth_ns, restored_boot_id, restored_boot_ms
  FROM claim_record
 WHERE claim_record_id = 1
