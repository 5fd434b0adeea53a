-- SPDX-License-Identifier: MIT
DELETE FROM rejected WHERE rejected_id IN (SELECT rejected_id FROM rejected WHERE last_seen_ms < ?1 LIMIT ?2)
