-- SPDX-License-Identifier: MIT
-- A pruned report has no observations, any other one has all of them.
SELECT format('report %d: %d observations are stored, %d are counted%s', report_id, stored, observation_count,
              iif(observations_pruned_ms IS NULL, '', ', and they are said to be pruned'))
  FROM (SELECT report_id, observation_count, observations_pruned_ms,
               (SELECT count(*)
                  FROM observation AS o
                 WHERE o.observation_id BETWEEN r.first_observation_id
                                            AND r.first_observation_id + r.observation_count - 1) AS stored
          FROM report AS r)
 WHERE stored <> iif(observations_pruned_ms IS NULL, observation_count, 0)
