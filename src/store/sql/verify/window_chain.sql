-- SPDX-License-Identifier: MIT
-- Where the next window of a session starts: max(1, floor(reports / 2)) reports after the start of this one. With one
-- report that is the one behind it, the late ones and those that wait apart. Sessions of an address of which something
-- is pruned may have gaps: windows that were kept, others that could not be formed.
WITH placed AS (
    SELECT w.window_id,
           w.user_id,
           w.installation_id,
           w.ip,
           w.session_report_id,
           w.reports,
           r.report_id AS first_report_id,
           r.first_observation_s,
           r.digest,
           row_number() OVER session AS place,
           lead(r.report_id) OVER session AS next_first_report_id
      FROM window AS w
      JOIN report AS r ON r.report_id = w.first_report_id
     WHERE w.superseded_ms IS NULL
    WINDOW session AS (PARTITION BY w.session_report_id ORDER BY r.first_observation_s, r.digest)
), member AS (
    SELECT w.window_id,
           r.report_id,
           row_number() OVER (PARTITION BY w.window_id ORDER BY r.first_observation_s, r.digest) - 1 AS ordinal
      FROM window AS w
      JOIN window_report AS m ON m.window_id = w.window_id
      JOIN report AS r ON r.report_id = m.report_id
     WHERE w.superseded_ms IS NULL
), expected AS (
    SELECT p.*,
           iif(p.reports > 1, n.report_id,
               (SELECT r.report_id
                  FROM report AS r
                 WHERE r.user_id = p.user_id AND r.installation_id = p.installation_id
                   AND (r.first_observation_s, r.digest) > (p.first_observation_s, p.digest) AND r.ip = p.ip
                   AND NOT EXISTS (SELECT 1 FROM late_report AS l
                                    WHERE l.user_id = r.user_id AND l.installation_id = r.installation_id
                                      AND l.report_id = r.report_id)
                   AND NOT EXISTS (SELECT 1 FROM unprocessed_report AS u
                                    WHERE u.user_id = r.user_id AND u.installation_id = r.installation_id
                                      AND u.report_id = r.report_id)
                 ORDER BY r.first_observation_s, r.digest
                 LIMIT 1)) AS next_start_report_id
      FROM placed AS p
      LEFT JOIN member AS n ON n.window_id = p.window_id AND n.ordinal = p.reports / 2
)
SELECT iif(e.place = 1 AND e.first_report_id <> e.session_report_id,
           format('window %d: the first of its session starts at report %d, not at the session''s first, %d',
                  e.window_id, e.first_report_id, e.session_report_id),
           format('window %d: the next one starts at report %d, not at %s', e.window_id, e.next_first_report_id,
                  coalesce(e.next_start_report_id, 'one that is there')))
  FROM expected AS e
 WHERE ((e.place = 1 AND e.first_report_id <> e.session_report_id)
        OR (e.next_first_report_id IS NOT NULL AND e.next_start_report_id IS NOT e.next_first_report_id))
   AND NOT EXISTS (SELECT 1
                     FROM report AS r
                    WHERE r.user_id = e.user_id AND r.installation_id = e.installation_id AND r.ip = e.ip
                      AND r.observations_pruned_ms IS NOT NULL)
