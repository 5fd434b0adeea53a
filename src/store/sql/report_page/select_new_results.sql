-- SPDX-License-Identifier: MIT
-- Whose results were stored after result ?1.
SELECT DISTINCT w.user_id, w.installation_id
  FROM result AS x
  JOIN window AS w ON w.window_id = x.window_id
 WHERE x.result_id > ?1
 ORDER BY w.user_id, w.installation_id
