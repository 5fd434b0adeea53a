-- SPDX-License-Identifier: MIT
DELETE FROM recent_delays WHERE user_id = ?1 AND installation_id = ?2 AND last_probe_s < ?3
