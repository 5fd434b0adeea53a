-- SPDX-License-Identifier: MIT
-- A table that is there already stands for both; of one whose content is pruned only here, the content comes with it.
INSERT INTO main.as_snapshot (content, valid_from_s, source, format, digest, prefixes, names, imported_ms, pruned_ms, run_id)
SELECT s.content, s.valid_from_s, s.source, s.format, s.digest, s.prefixes, s.names, s.imported_ms, s.pruned_ms, s.run_id + @run
  FROM source.as_snapshot AS s
 WHERE NOT EXISTS (SELECT 1
                     FROM main.as_snapshot AS known
                    WHERE known.content = s.content AND known.valid_from_s = s.valid_from_s AND known.digest = s.digest
                      AND (known.pruned_ms IS NULL OR s.pruned_ms IS NOT NULL))
 ORDER BY s.as_snapshot_id
