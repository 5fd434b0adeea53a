-- SPDX-License-Identifier: MIT
DELETE FROM observation_exception WHERE observation_id >= ?1 AND observation_id < ?1 + ?2
