-- SPDX-License-Identifier: MIT
UPDATE main.database_identity
   SET restored_ms = coalesce(max(restored_ms, (SELECT restored_ms FROM source.database_identity)), restored_ms,
                              (SELECT restored_ms FROM source.database_identity))
