-- SPDX-License-Identifier: MIT
SELECT (SELECT count(*) FROM installation), (SELECT count(*) FROM report), (SELECT coalesce(sum(observation_count), 0) FROM report
         WHERE observations_pruned_ms IS NULL),
       (SELECT count(*) FROM window), (SELECT count(*) FROM result), (SELECT count(*) FROM outbox), (SELECT count(*) FROM rejected)
