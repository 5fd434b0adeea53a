-- SPDX-License-Identifier: MIT
INSERT INTO main.installation (user_id, installation_id, client_key_id, pinned_ms, first_seen_ms, pruned_before_s,
                               observations_from_s, results_from_s, items_pruned_before_s)
SELECT i.user_id, i.installation_id, k.new_id, i.pinned_ms, i.first_seen_ms, i.pruned_before_s, i.observations_from_s,
       i.results_from_s, i.items_pruned_before_s
  FROM source.installation AS i
 CROSS JOIN temp.chosen AS c ON c.user_id = i.user_id AND c.installation_id = i.installation_id
  LEFT JOIN temp.copied_key AS k ON k.old_id = i.client_key_id
