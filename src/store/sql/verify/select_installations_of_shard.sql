-- SPDX-License-Identifier: MIT
-- Whoever has a row, where the database says that it is a shard.
SELECT keyed.user_id, keyed.installation_id, i.shard_index, i.shard_count
  FROM database_identity AS i
  JOIN (SELECT user_id, installation_id FROM installation
         UNION
        SELECT user_id, installation_id FROM source_folder
         UNION
        SELECT user_id, installation_id FROM unread_file
         UNION
        SELECT user_id, installation_id FROM link_rate) AS keyed
 WHERE i.shard_count IS NOT NULL
 ORDER BY keyed.user_id, keyed.installation_id
