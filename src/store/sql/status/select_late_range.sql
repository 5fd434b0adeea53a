-- SPDX-License-Identifier: MIT
-- The range [from, to) that covers the late reports, and their installation if they are all of one. No row if there are none.
SELECT min(r.first_observation_s),
       max(r.first_observation_s) + 1,
       CASE WHEN min(l.user_id) = max(l.user_id) AND min(l.installation_id) = max(l.installation_id) THEN l.user_id END,
       CASE WHEN min(l.user_id) = max(l.user_id) AND min(l.installation_id) = max(l.installation_id) THEN l.installation_id END
  FROM late_report AS l
  JOIN report AS r ON r.report_id = l.report_id
HAVING count(*) > 0
