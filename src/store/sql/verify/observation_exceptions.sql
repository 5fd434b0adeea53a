-- SPDX-License-Identifier: MIT
SELECT format('report %d: %d observations have a type or size of their own, %d are counted', report_id, stored, exception_count)
  FROM (SELECT report_id, exception_count, observations_pruned_ms,
               (SELECT count(*)
                  FROM observation_exception AS x
                 WHERE x.observation_id BETWEEN r.first_observation_id
                                            AND r.first_observation_id + r.observation_count - 1) AS stored
          FROM report AS r)
 WHERE stored <> iif(observations_pruned_ms IS NULL, exception_count, 0)
