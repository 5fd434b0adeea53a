-- SPDX-License-Identifier: MIT
-- What the source's digests of forgotten installations are made with, if it has any.
INSERT OR IGNORE INTO main.merged_forget_key (forget_key)
SELECT forget_key
  FROM (SELECT forget_key FROM source.database_identity
         UNION
        SELECT forget_key FROM source.merged_forget_key)
 WHERE EXISTS (SELECT 1 FROM source.forgotten_installation)
