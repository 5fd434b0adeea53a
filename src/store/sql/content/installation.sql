-- SPDX-License-Identifier: MIT
SELECT i.user_id, i.installation_id, k.digest, i.pruned_before_s, i.observations_from_s, i.results_from_s, i.items_pruned_before_s
  FROM installation AS i
  LEFT JOIN client_key AS k USING (client_key_id)
