-- SPDX-License-Identifier: MIT
-- In no file yet: publish takes this for a database that was moved, and looks up before it sends.
INSERT INTO main.claim_record (claim_record_id, claims, file_inode, file_birth_ns)
SELECT claim_record_id, claims, 0, 0
  FROM source.claim_record
 WHERE true
ON CONFLICT (claim_record_id) DO UPDATE SET claims = claims + excluded.claims
