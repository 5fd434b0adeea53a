-- SPDX-License-Identifier: MIT
-- Bound by their names, as store/result_columns.hpp lists them.
INSERT INTO adaptive_detail (result_id, history_windows, up_quartile_ms, down_quartile_ms, up_spread_ms, down_spread_ms,
                             up_least_wait_ms, down_least_wait_ms, up_share, down_share, up_guarded, down_guarded,
                             up_link_mbps, down_link_mbps, up_sketch, down_sketch, up_kernel_windows, down_kernel_windows)
VALUES (?1, :history_windows, :up_quartile_ms, :down_quartile_ms, :up_spread_ms, :down_spread_ms,
        :up_least_wait_ms, :down_least_wait_ms, :up_share, :down_share, :up_guarded, :down_guarded,
        :up_link_mbps, :down_link_mbps, :up_sketch, :down_sketch, :up_kernel_windows, :down_kernel_windows)
