-- SPDX-License-Identifier: MIT
-- What the results of the range were made with.
SELECT method, method_version AS "version", program_version AS "tixdb", parameters, count(*) AS "results",
       round(avg(up_usage), 3) AS "mean usage up", round(avg(down_usage), 3) AS "down",
       round(avg(up_quality), 3) AS "mean quality up", round(avg(down_quality), 3) AS "down"
  FROM v_result
 WHERE last_s >= ?1 AND last_s < ?2 AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
 GROUP BY method, method_version, program_version, parameters
 ORDER BY method, method_version
