-- SPDX-License-Identifier: MIT
-- A part of a database keeps its key: the digests stay what they are.
UPDATE main.database_identity SET forget_key = (SELECT forget_key FROM source.database_identity)
