-- SPDX-License-Identifier: MIT
SELECT as_snapshot_id, content, valid_from_s, source, format, digest, prefixes, names, imported_ms, pruned_ms
  FROM as_snapshot
 ORDER BY content, valid_from_s, as_snapshot_id
