-- SPDX-License-Identifier: MIT
SELECT run_id FROM result WHERE result_id = ?1
