-- SPDX-License-Identifier: MIT
SELECT min(next_attempt_ms) FROM outbox WHERE state = 'uncertain'
