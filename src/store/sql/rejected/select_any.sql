-- SPDX-License-Identifier: MIT
-- A row if any path lies in [?1, ?2).
SELECT 1 FROM rejected WHERE path >= ?1 AND path < ?2 LIMIT 1
