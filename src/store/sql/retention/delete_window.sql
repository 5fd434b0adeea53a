-- SPDX-License-Identifier: MIT
DELETE FROM window WHERE window_id = ?1
