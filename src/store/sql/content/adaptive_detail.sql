-- SPDX-License-Identifier: MIT
SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_report_s, w.superseded_ms IS NULL, x.superseded_ms IS NULL,
       x.method_version, d.history_windows, d.up_quartile_ms, d.down_quartile_ms, d.up_spread_ms, d.down_spread_ms,
       d.up_least_wait_ms, d.down_least_wait_ms, d.up_share, d.down_share, d.up_guarded, d.down_guarded, d.up_link_mbps,
       d.down_link_mbps, d.up_sketch, d.down_sketch,
       iif(d.up_kernel_windows IS NULL, NULL,
           (SELECT group_concat(coalesce((SELECT format('%d %d %s', first_report_s, last_report_s, ip) FROM window
                                           WHERE window_id = k.value), 'gone'))
              FROM json_each(d.up_kernel_windows) AS k)),
       iif(d.down_kernel_windows IS NULL, NULL,
           (SELECT group_concat(coalesce((SELECT format('%d %d %s', first_report_s, last_report_s, ip) FROM window
                                           WHERE window_id = k.value), 'gone'))
              FROM json_each(d.down_kernel_windows) AS k))
  FROM adaptive_detail AS d
  LEFT JOIN result AS x USING (result_id)
  LEFT JOIN window AS w USING (window_id)
