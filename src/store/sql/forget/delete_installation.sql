-- SPDX-License-Identifier: MIT
DELETE FROM installation WHERE user_id = ?1 AND installation_id = ?2
