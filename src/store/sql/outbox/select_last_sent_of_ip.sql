-- SPDX-License-Identifier: MIT
SELECT max(sent_ms) FROM outbox WHERE state = 'sent' AND ip = ?1
