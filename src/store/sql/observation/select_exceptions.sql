-- SPDX-License-Identifier: MIT
SELECT observation_id, type, packet_size
  FROM observation_exception
 WHERE observation_id >= ?1 AND observation_id < ?1 + ?2
