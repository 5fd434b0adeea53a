-- SPDX-License-Identifier: MIT
-- Paths in [?1, ?2).
DELETE FROM rejected WHERE path >= ?1 AND path < ?2
