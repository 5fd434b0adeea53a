-- SPDX-License-Identifier: MIT
INSERT INTO observation_exception (observation_id, type, packet_size)
VALUES (?1, ?2, ?3)
