-- SPDX-License-Identifier: MIT
INSERT INTO main.adaptive_detail (result_id, history_windows, up_quartile_ms, down_quartile_ms, up_spread_ms, down_spread_ms,
                                  up_least_wait_ms, down_least_wait_ms, up_share, down_share, up_guarded, down_guarded, up_link_mbps,
                                  down_link_mbps, up_sketch, down_sketch, up_kernel_windows, down_kernel_windows)
SELECT d.result_id + @result, d.history_windows, d.up_quartile_ms, d.down_quartile_ms, d.up_spread_ms, d.down_spread_ms,
       d.up_least_wait_ms, d.down_least_wait_ms, d.up_share, d.down_share, d.up_guarded, d.down_guarded, d.up_link_mbps,
       d.down_link_mbps, d.up_sketch, d.down_sketch,
       iif(d.up_kernel_windows IS NULL, NULL,
           (SELECT json_group_array(k.value + @window) FROM json_each(d.up_kernel_windows) AS k)),
       iif(d.down_kernel_windows IS NULL, NULL,
           (SELECT json_group_array(k.value + @window) FROM json_each(d.down_kernel_windows) AS k))
  FROM source.adaptive_detail AS d
 CROSS JOIN source.result AS x ON x.result_id = d.result_id
 CROSS JOIN source.window AS w ON w.window_id = x.window_id
 CROSS JOIN temp.chosen AS c ON c.user_id = w.user_id AND c.installation_id = w.installation_id
