-- SPDX-License-Identifier: MIT
DELETE FROM result WHERE window_id = ?1
