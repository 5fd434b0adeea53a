-- SPDX-License-Identifier: MIT
SELECT first_s, last_s, superseded_ms IS NOT NULL FROM window WHERE window_id = ?1
