-- SPDX-License-Identifier: MIT
-- ?1: an installation is active if it has measured since then, unix s. ?2: and silent if not since then.
SELECT count(*),
       count(*) FILTER (WHERE newest_s >= ?1),
       count(*) FILTER (WHERE newest_s >= ?1 AND newest_s < ?2)
  FROM (SELECT (SELECT latest_s
                  FROM report AS r
                 WHERE r.user_id = i.user_id AND r.installation_id = i.installation_id
                 ORDER BY r.first_observation_s DESC
                 LIMIT 1) AS newest_s
          FROM installation AS i)
