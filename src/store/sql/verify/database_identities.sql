-- SPDX-License-Identifier: MIT
SELECT 'database_identity has no row' WHERE NOT EXISTS (SELECT 1 FROM database_identity)
