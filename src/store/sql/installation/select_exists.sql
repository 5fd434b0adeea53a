-- SPDX-License-Identifier: MIT
SELECT 1 FROM installation WHERE user_id = ?1 AND installation_id = ?2
