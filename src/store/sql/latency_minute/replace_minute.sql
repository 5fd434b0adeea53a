-- SPDX-License-Identifier: MIT
REPLACE INTO latency_minute (user_id, installation_id, minute_s, probes, up_busy, down_busy, up_delay_median_ns, up_delay_p95_ns, down_delay_median_ns,
        down_delay_p95_ns, rtt_median_ns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
