-- SPDX-License-Identifier: MIT
-- Results that a window's current ones replaced: its own, and those of superseded windows that ended at the same
-- time and shared reports with it.
SELECT x.result_id, x.window_id, x.method, x.method_version, x.parameters, x.computed_ms, x.superseded_ms,
       x.publish_decision, x.up_usage, x.down_usage, x.up_quality, x.down_quality
  FROM result AS x
 WHERE x.superseded_ms IS NOT NULL
   AND x.window_id IN (SELECT o.window_id
                         FROM window AS w
                         JOIN window_report AS m ON m.window_id = w.window_id
                         JOIN window_report AS n ON n.report_id = m.report_id
                         JOIN window AS o ON o.window_id = n.window_id
                        WHERE w.window_id = ?1 AND o.last_probe_s = w.last_probe_s
                          AND (o.window_id = w.window_id OR o.superseded_ms IS NOT NULL))
 ORDER BY x.computed_ms, x.result_id
