-- SPDX-License-Identifier: MIT
-- Something of this installation and time is there, whatever has become of it.
SELECT 1 FROM outbox WHERE user_id = ?1 AND installation_id = ?2 AND last_s = ?3 LIMIT 1
