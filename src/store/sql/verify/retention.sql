-- SPDX-License-Identifier: MIT
-- What is said to be pruned is gone.
SELECT format('report %d of %d/%d begins before %d, and its observations are there', r.report_id, i.user_id,
              i.installation_id, i.observations_from_s)
  FROM installation AS i
  JOIN report AS r ON r.user_id = i.user_id AND r.installation_id = i.installation_id
 WHERE r.first_observation_s < i.observations_from_s AND r.observations_pruned_ms IS NULL
 UNION ALL
SELECT format('%d/%d: pruned up to %d, and refused is only what begins before %d', user_id, installation_id,
              observations_from_s, coalesce(pruned_before_s, 0))
  FROM installation
 WHERE observations_from_s > coalesce(pruned_before_s, 0)
 UNION ALL
SELECT format('window %d of %d/%d ends before %d', w.window_id, i.user_id, i.installation_id, i.results_from_s)
  FROM window AS w
  JOIN installation AS i ON i.user_id = w.user_id AND i.installation_id = w.installation_id
 WHERE w.last_probe_s < i.results_from_s
