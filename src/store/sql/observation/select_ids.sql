-- SPDX-License-Identifier: MIT
-- Which of ?2 ids from ?1 on there are.
SELECT observation_id
  FROM observation
 WHERE observation_id >= ?1 AND observation_id < ?1 + ?2
 ORDER BY observation_id
