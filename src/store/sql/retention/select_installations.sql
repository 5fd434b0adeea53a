-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, pruned_before_s, observations_from_s, results_from_s, items_pruned_before_s
  FROM installation
 ORDER BY user_id, installation_id
