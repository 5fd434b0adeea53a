-- SPDX-License-Identifier: MIT
SELECT reason, count(*) FROM rejected GROUP BY reason ORDER BY count(*) DESC, reason
