-- SPDX-License-Identifier: MIT
SELECT count(*) FROM rejected WHERE last_seen_ms < ?1
