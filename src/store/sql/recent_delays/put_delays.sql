-- SPDX-License-Identifier: MIT
REPLACE INTO recent_delays (user_id, installation_id, last_probe_s, window_id, probes) VALUES (?1, ?2, ?3, ?4, ?5)
