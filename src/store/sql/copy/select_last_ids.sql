-- SPDX-License-Identifier: MIT
-- The highest numbers in use, those of rows that are gone and still named included.
SELECT coalesce((SELECT max(run_id) FROM source.run), 0),
       coalesce((SELECT max(report_id) FROM source.report), 0),
       max(coalesce((SELECT first_observation_id + observation_count - 1 FROM source.report ORDER BY report_id DESC LIMIT 1), 0),
           coalesce((SELECT max(observation_id) FROM source.observation), 0)),
       max(coalesce((SELECT max(window_id) FROM source.window), 0),
           coalesce((SELECT max(max(coalesce(baseline_window_id, 0), coalesce(earlier_skew_window_id, 0),
                                    coalesce(earlier_floor_sum_window_id, 0), coalesce(earlier_since_window_id, 0),
                                    coalesce(route_start_window_id, 0)))
                       FROM source.result), 0)),
       coalesce((SELECT max(result_id) FROM source.result), 0),
       coalesce((SELECT max(outbox_id) FROM source.outbox), 0),
       coalesce((SELECT max(rejected_id) FROM source.rejected), 0),
       coalesce((SELECT max(key_change_id) FROM source.key_change), 0),
       coalesce((SELECT max(link_rate_id) FROM source.link_rate), 0)
