-- SPDX-License-Identifier: MIT
DELETE FROM window_as WHERE window_id = ?1
