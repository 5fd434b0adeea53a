-- SPDX-License-Identifier: MIT
SELECT 1 FROM result LIMIT 1
