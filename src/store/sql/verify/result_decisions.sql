-- SPDX-License-Identifier: MIT
-- Queued is only what tix-api can take; and what is said to miss a value does.
SELECT format('result %d: %s, and %s', result_id, publish_decision,
              iif(publish_decision = 'queued', 'a usage or quality is missing', 'no usage or quality is missing'))
  FROM result
 WHERE (publish_decision = 'queued'
        AND (up_usage IS NULL OR down_usage IS NULL OR up_quality IS NULL OR down_quality IS NULL))
    OR (publish_decision = 'missing_value'
        AND up_usage IS NOT NULL AND down_usage IS NOT NULL AND up_quality IS NOT NULL AND down_quality IS NOT NULL)
