-- SPDX-License-Identifier: MIT
SELECT first_probe_s, last_probe_s, superseded_ms IS NOT NULL FROM window WHERE window_id = ?1
