-- SPDX-License-Identifier: MIT
INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
