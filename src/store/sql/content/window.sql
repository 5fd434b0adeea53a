-- SPDX-License-Identifier: MIT
SELECT w.user_id, w.installation_id, w.ip, s.digest, f.digest, l.digest, w.first_report_s, w.last_report_s, w.first_probe_s,
       w.last_probe_s, w.reports, w.observations, w.distinct_observations, w.superseded_ms IS NULL
  FROM window AS w
  LEFT JOIN report AS s ON s.report_id = w.session_report_id
  LEFT JOIN report AS f ON f.report_id = w.first_report_id
  LEFT JOIN report AS l ON l.report_id = w.last_report_id
