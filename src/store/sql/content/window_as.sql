-- SPDX-License-Identifier: MIT
SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_report_s, w.superseded_ms IS NULL, s.content, s.digest,
       a.address_kind, a.prefix, a.as_number, a.as_name, a.country
  FROM window_as AS a
  LEFT JOIN window AS w USING (window_id)
  LEFT JOIN as_snapshot AS s USING (as_snapshot_id)
