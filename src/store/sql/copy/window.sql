-- SPDX-License-Identifier: MIT
INSERT INTO main.window (window_id, user_id, installation_id, ip, session_report_id, first_report_id, last_report_id, first_report_s,
                         last_report_s, first_probe_s, last_probe_s, reports, observations, distinct_observations, run_id, formed_ms,
                         superseded_ms, superseded_run_id)
SELECT w.window_id + @window, w.user_id, w.installation_id, w.ip, w.session_report_id + @report, w.first_report_id + @report,
       w.last_report_id + @report, w.first_report_s, w.last_report_s, w.first_probe_s, w.last_probe_s, w.reports, w.observations,
       w.distinct_observations, w.run_id + @run, w.formed_ms, w.superseded_ms, w.superseded_run_id + @run
  FROM source.window AS w
 CROSS JOIN temp.chosen AS c ON c.user_id = w.user_id AND c.installation_id = w.installation_id
