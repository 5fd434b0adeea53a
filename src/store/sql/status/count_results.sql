-- SPDX-License-Identifier: MIT
SELECT method, count(*) FROM result WHERE superseded_ms IS NULL GROUP BY method ORDER BY method
