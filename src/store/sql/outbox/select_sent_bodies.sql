-- SPDX-License-Identifier: MIT
SELECT body FROM outbox WHERE user_id = ?1 AND installation_id = ?2 AND last_s = ?3 AND state = 'sent'
