-- SPDX-License-Identifier: MIT
INSERT INTO temp.copied_key (old_id, new_id)
SELECT s.client_key_id, k.client_key_id
  FROM source.client_key AS s
  JOIN main.client_key AS k ON k.digest = s.digest
