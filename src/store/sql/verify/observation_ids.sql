-- SPDX-License-Identifier: MIT
-- What a foreign key from each observation to its report would do: ranges of ids are disjoint, and no row is outside of them.
WITH ranged AS MATERIALIZED (
    SELECT report_id, first_observation_id AS first_id, first_observation_id + observation_count AS end_id,
           max(first_observation_id + observation_count) OVER before AS taken_to
      FROM report
    WINDOW before AS (ORDER BY first_observation_id, report_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), unclaimed (from_id, to_id) AS (
    SELECT coalesce(taken_to, -9223372036854775808), first_id FROM ranged WHERE taken_to IS NULL OR taken_to < first_id
     UNION ALL
    SELECT coalesce(max(end_id), -9223372036854775808), NULL FROM ranged
)
SELECT format('report %d: its observations %d to %d are another report''s too', report_id, first_id,
              min(taken_to, end_id) - 1)
  FROM ranged
 WHERE taken_to > first_id
 UNION ALL
SELECT format('observations %d to %d are no report''s', min(o.observation_id), max(o.observation_id))
  FROM unclaimed AS u
 CROSS JOIN observation AS o ON o.observation_id >= u.from_id AND (u.to_id IS NULL OR o.observation_id < u.to_id)
 GROUP BY u.from_id
