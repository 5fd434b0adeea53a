-- SPDX-License-Identifier: MIT
SELECT (SELECT count(*) FROM installation),
       (SELECT count(*) FROM report),
       (SELECT coalesce(sum(observation_count), 0) FROM report WHERE observations_pruned_ms IS NULL),
       (SELECT max(latest_s) FROM report),
       (SELECT max(started_ms + coalesce(duration_ms, 0)) FROM run WHERE command = 'ingest' AND exit_code = 0),
       (SELECT count(*) FROM unprocessed_report),
       (SELECT count(*) FROM late_report),
       (SELECT coalesce(sum(unfinished), 0) FROM source_folder),
       (SELECT count(*) FROM window WHERE superseded_ms IS NULL),
       (SELECT min(last_s) FROM outbox WHERE state IN ('pending', 'sending', 'retry', 'held', 'uncertain')),
       (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)
