-- SPDX-License-Identifier: MIT
SELECT format('report %d: its observations lie from %d to %d, it says %d to %d', report_id, first_observation_s + earliest,
              first_observation_s + latest, earliest_s, latest_s)
  FROM (SELECT r.report_id, r.first_observation_s, r.earliest_s, r.latest_s,
               min(o.observation_id - r.first_observation_id + o.elapsed_residual_s) AS earliest,
               max(o.observation_id - r.first_observation_id + o.elapsed_residual_s) AS latest
          FROM report AS r
         CROSS JOIN observation AS o
            ON o.observation_id BETWEEN r.first_observation_id AND r.first_observation_id + r.observation_count - 1
         GROUP BY r.report_id)
 WHERE first_observation_s + earliest <> earliest_s OR first_observation_s + latest <> latest_s
