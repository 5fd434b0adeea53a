-- SPDX-License-Identifier: MIT
-- When the first report of all was sent, and when the last window ends; NULL where there is none.
SELECT (SELECT min(first_s) FROM (SELECT (SELECT min(r.first_observation_s) FROM report AS r
                                           WHERE r.user_id = i.user_id AND r.installation_id = i.installation_id) AS first_s
                                    FROM installation AS i)),
       (SELECT max(last_s) FROM (SELECT (SELECT max(w.last_probe_s) FROM window AS w
                                          WHERE w.user_id = i.user_id AND w.installation_id = i.installation_id
                                            AND w.superseded_ms IS NULL) AS last_s
                                   FROM installation AS i))
