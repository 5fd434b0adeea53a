-- SPDX-License-Identifier: MIT
SELECT coalesce(max(result_id), 0) FROM result
