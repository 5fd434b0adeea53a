-- SPDX-License-Identifier: MIT
-- Beyond what the last report has or had: ids of pruned observations are not given again.
SELECT max(coalesce((SELECT first_observation_id + observation_count FROM report ORDER BY report_id DESC LIMIT 1), 1),
           coalesce((SELECT max(observation_id) FROM observation), 0) + 1)
