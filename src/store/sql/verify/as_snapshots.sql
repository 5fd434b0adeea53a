-- SPDX-License-Identifier: MIT
SELECT format('snapshot %d: %d prefixes and %d names are stored, %s', s.as_snapshot_id, p.stored, n.stored,
              iif(s.pruned_ms IS NULL, format('it says %d and %d', s.prefixes, s.names), 'it is said to be pruned'))
  FROM as_snapshot AS s
  JOIN (SELECT s.as_snapshot_id, count(p.as_snapshot_id) AS stored
          FROM as_snapshot AS s
          LEFT JOIN as_prefix AS p USING (as_snapshot_id)
         GROUP BY s.as_snapshot_id) AS p USING (as_snapshot_id)
  JOIN (SELECT s.as_snapshot_id, count(n.as_snapshot_id) AS stored
          FROM as_snapshot AS s
          LEFT JOIN as_name AS n USING (as_snapshot_id)
         GROUP BY s.as_snapshot_id) AS n USING (as_snapshot_id)
 WHERE p.stored <> iif(s.pruned_ms IS NULL, s.prefixes, 0) OR n.stored <> iif(s.pruned_ms IS NULL, s.names, 0)
