-- SPDX-License-Identifier: MIT
SELECT observation_id - ?1, type, packet_size
  FROM observation_exception
 WHERE observation_id >= ?1 AND observation_id < ?1 + ?2
 ORDER BY observation_id
