-- SPDX-License-Identifier: MIT
-- The table that a window's network was looked up in is one of its address family.
SELECT format('window %d at %s: its network was looked up in snapshot %d, of %s', w.window_id, w.ip, s.as_snapshot_id,
              s.content)
  FROM window_as AS a
  JOIN window AS w USING (window_id)
  JOIN as_snapshot AS s USING (as_snapshot_id)
 WHERE s.content <> iif(instr(w.ip, ':') > 0, 'ipv6', 'ipv4')
 UNION ALL
SELECT format('window %d: has a network, and no snapshot that it was looked up in', window_id)
  FROM window_as
 WHERE as_snapshot_id IS NULL AND (prefix IS NOT NULL OR as_number IS NOT NULL)
