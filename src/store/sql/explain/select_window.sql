-- SPDX-License-Identifier: MIT
-- A window with the bounds of its session and the network it was measured in.
SELECT w.user_id,
       w.installation_id,
       w.ip,
       w.session_report_id,
       w.first_report_s,
       w.last_report_s,
       w.first_probe_s,
       w.last_probe_s,
       w.reports,
       w.observations,
       w.distinct_observations,
       w.formed_ms,
       w.run_id,
       s.first_observation_s,
       (SELECT max(o.last_report_s)
          FROM window AS o
         WHERE o.session_report_id = w.session_report_id AND o.superseded_ms IS NULL),
       a.address_kind,
       a.prefix,
       a.as_number,
       a.as_name,
       a.country,
       a.as_snapshot_id,
       t.source,
       t.valid_from_s,
       a.looked_up_ms,
       a.run_id
  FROM window AS w
  JOIN report AS s ON s.report_id = w.session_report_id
  LEFT JOIN window_as AS a ON a.window_id = w.window_id
  LEFT JOIN as_snapshot AS t ON t.as_snapshot_id = a.as_snapshot_id
 WHERE w.window_id = ?1
