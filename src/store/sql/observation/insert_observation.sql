-- SPDX-License-Identifier: MIT
INSERT INTO observation (report_id, ordinal, elapsed_s, initial_residual_ns, upstream_ns, server_ns, rtt_ns, type,
                         packet_size)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
