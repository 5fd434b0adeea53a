-- SPDX-License-Identifier: MIT
-- What adaptive says of a direction agrees with itself.
WITH seen (result_id, direction, method, usage, low, state, ceiling, low_reason, ceiling_reason, history_windows, share, spread_ms,
           least_wait_ms, guarded, link_mbps, sketch, quartile_ms, kernel_windows) AS (
    SELECT x.result_id, 'up', x.method, x.up_usage, x.up_low, x.up_state, x.up_ceiling,
           instr(';' || coalesce(x.reason, ''), ';up_low:') > 0, instr(';' || coalesce(x.reason, ''), ';up_ceiling:') > 0,
           d.history_windows, d.up_share, d.up_spread_ms, d.up_least_wait_ms, d.up_guarded, d.up_link_mbps, d.up_sketch,
           d.up_quartile_ms, d.up_kernel_windows
      FROM result AS x
      LEFT JOIN adaptive_detail AS d ON d.result_id = x.result_id
     UNION ALL
    SELECT x.result_id, 'down', x.method, x.down_usage, x.down_low, x.down_state, x.down_ceiling,
           instr(';' || coalesce(x.reason, ''), ';down_low:') > 0, instr(';' || coalesce(x.reason, ''), ';down_ceiling:') > 0,
           d.history_windows, d.down_share, d.down_spread_ms, d.down_least_wait_ms, d.down_guarded, d.down_link_mbps, d.down_sketch,
           d.down_quartile_ms, d.down_kernel_windows
      FROM result AS x
      LEFT JOIN adaptive_detail AS d ON d.result_id = x.result_id
), wrong (result_id, direction, what) AS (
    SELECT result_id, direction,
           CASE WHEN method <> 'adaptive'
                THEN iif(low IS NOT NULL OR state IS NOT NULL OR ceiling IS NOT NULL, method || ' has no state and no bounds', NULL)
                WHEN (low IS NULL) <> (state IS NULL) THEN 'a state and a lower bound come together'
                WHEN (low IS NULL) <> low_reason THEN 'a lower bound is missing exactly where a reason is named'
                WHEN (ceiling IS NULL) <> ceiling_reason THEN 'a ceiling is missing exactly where a reason is named'
                WHEN (state = 'none') <> (low = 0) THEN 'the lower bound is 0 exactly where the state is none'
                WHEN state = 'none' AND usage <> 0 THEN 'usage is 0 where the state is none'
                WHEN state <> 'none' AND usage IS NOT share THEN 'usage is the share of probes that waited'
                WHEN low > usage OR low < 0 OR usage > 1 AND state IS NOT NULL THEN 'the lower bound lies between 0 and usage'
                WHEN ceiling NOT BETWEEN 0 AND 1 THEN 'a ceiling lies between 0 and 1'
                WHEN (ceiling IS NULL) <> (link_mbps IS NULL) THEN 'a ceiling and the rate that it rests on come together'
                WHEN (state IS NULL) <> (share IS NULL) OR (state IS NULL) <> (least_wait_ms IS NULL)
                THEN 'what was learned comes with a state'
                WHEN state IS NOT NULL AND spread_ms IS NULL THEN 'what was learned has a spread'
                WHEN state IS NULL AND guarded = 1 THEN 'what was not learned is not guarded'
                WHEN (sketch IS NULL) <> (usage IS NULL) OR (sketch IS NULL) <> (quartile_ms IS NULL)
                THEN 'a sketch and its quartile are there exactly where usage is'
                WHEN state IS NOT NULL AND history_windows < 18 THEN 'learned from fewer than 18 windows'
                WHEN (sketch IS NOT NULL AND history_windows >= 18) <> (kernel_windows IS NOT NULL)
                THEN 'windows are taken for idle from 18 on' END
      FROM seen
)
SELECT format('result %d, %s: %s', result_id, direction, what) FROM wrong WHERE what IS NOT NULL
