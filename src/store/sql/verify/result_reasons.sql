-- SPDX-License-Identifier: MIT
-- A value is missing exactly where a reason is named.
WITH missing (result_id, name, is_missing, reason) AS (
    SELECT result_id, 'up_usage', up_usage IS NULL, reason FROM result
     UNION ALL
    SELECT result_id, 'down_usage', down_usage IS NULL, reason FROM result
     UNION ALL
    SELECT result_id, 'up_quality', up_quality IS NULL, reason FROM result
     UNION ALL
    SELECT result_id, 'down_quality', down_quality IS NULL, reason FROM result
     UNION ALL
    SELECT result_id, 'up_hurst_rs', up_hurst_rs IS NULL, reason FROM result
     UNION ALL
    SELECT result_id, 'up_hurst_wavelet', up_hurst_wavelet IS NULL, reason FROM result
     UNION ALL
    SELECT result_id, 'down_hurst_rs', down_hurst_rs IS NULL, reason FROM result
     UNION ALL
    SELECT result_id, 'down_hurst_wavelet', down_hurst_wavelet IS NULL, reason FROM result
)
SELECT format('result %d: %s %s', result_id, name,
              iif(is_missing, 'is missing without a reason', 'is there, with a reason why it is missing'))
  FROM missing
 WHERE is_missing <> (instr(';' || coalesce(reason, ''), ';' || name || ':') > 0)
