-- SPDX-License-Identifier: MIT
-- The views that people query: a contract, documented in docs/database.md and tested.
-- Recreated whenever their text has changed since the database was last written to.

-- Reports first, and of each its range of ids: with a condition on the installation, or on the report's times, nothing
-- else is read. shift_ns: from t1 of the report's first observation to t1 of this one.
DROP VIEW IF EXISTS v_observation;
CREATE VIEW v_observation AS
SELECT user_id,
       installation_id,
       ip,
       first_observation_s + elapsed_s AS day_timestamp,
       iif(exception_count = 0, type,
           coalesce((SELECT x.type FROM observation_exception AS x WHERE x.observation_id = received.observation_id), type))
           AS type,
       iif(exception_count = 0, packet_size,
           coalesce((SELECT x.packet_size FROM observation_exception AS x WHERE x.observation_id = received.observation_id),
                    packet_size)) AS packet_size,
       first_initial_ns + shift_ns AS initial_ns,
       first_reception_ns + shift_ns + upstream_residual_ns AS reception_ns,
       first_sent_ns + shift_ns + upstream_residual_ns + server_residual_ns AS sent_ns,
       first_final_ns + shift_ns + upstream_residual_ns + server_residual_ns + downstream_residual_ns AS final_ns,
       -- t4 - t1 modulo a day, into (-12 h, +12 h]
       ((rtt_ns % 86400000000000 + 129600000000000 - 1) % 86400000000000 - 43200000000000 + 1) / 1e6 AS rtt_ms,
       report_id,
       ordinal,
       earliest_s AS report_earliest_s,
       latest_s AS report_latest_s
  FROM (SELECT r.*,
               o.*,
               o.observation_id - r.first_observation_id AS ordinal,
               o.observation_id - r.first_observation_id + o.elapsed_residual_s AS elapsed_s,
               (o.observation_id - r.first_observation_id + o.elapsed_residual_s) % 86400 * 1000000000
                   + o.initial_residual_ns AS shift_ns,
               r.first_final_ns - r.first_initial_ns + o.upstream_residual_ns + o.server_residual_ns
                   + o.downstream_residual_ns AS rtt_ns
          FROM report AS r
         CROSS JOIN observation AS o
            ON o.observation_id BETWEEN r.first_observation_id AND r.first_observation_id + r.observation_count - 1)
       AS received;

DROP VIEW IF EXISTS v_result;
CREATE VIEW v_result AS
SELECT w.user_id,
       w.installation_id,
       w.ip,
       x.method,
       x.method_version,
       w.first_report_s AS first_s,
       w.last_probe_s AS last_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', w.first_report_s, 'unixepoch') AS window_start,
       strftime('%Y-%m-%dT%H:%M:%SZ', w.last_probe_s, 'unixepoch') AS window_end,
       w.reports,
       w.observations,
       x.recent_observations AS recent,
       x.minutes,
       x.up_usage,
       x.down_usage,
       x.up_quality,
       x.down_quality,
       x.up_hurst_rs,
       x.up_hurst_wavelet,
       x.down_hurst_rs,
       x.down_hurst_wavelet,
       x.up_low,
       x.down_low,
       x.up_state,
       x.down_state,
       x.up_ceiling,
       x.down_ceiling,
       x.reason,
       a.as_number,
       a.as_name,
       strftime('%Y-%m-%dT%H:%M:%SZ', x.computed_ms / 1000, 'unixepoch') AS computed,
       x.parameters ->> '$.epsilon_up_ms' AS epsilon_up_ms,
       x.parameters ->> '$.epsilon_down_ms' AS epsilon_down_ms,
       x.parameters,
       r.version AS program_version
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
  LEFT JOIN window_as AS a ON a.window_id = w.window_id
  LEFT JOIN run AS r ON r.run_id = x.run_id
 WHERE w.superseded_ms IS NULL;

DROP VIEW IF EXISTS v_rejected;
CREATE VIEW v_rejected AS
SELECT path,
       reason,
       detail,
       strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_ms / 1000, 'unixepoch') AS seen,
       strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_ms / 1000, 'unixepoch') AS first_seen,
       seen_count,
       size_bytes
  FROM rejected;

-- method is NULL if the item was imported. held_for: what the item, and others with it, wait for; note: for people.
DROP VIEW IF EXISTS v_outbox;
CREATE VIEW v_outbox AS
SELECT user_id,
       installation_id,
       method,
       last_s,
       state,
       attempts,
       strftime('%Y-%m-%dT%H:%M:%SZ', next_attempt_ms / 1000, 'unixepoch') AS next_attempt,
       last_status,
       last_error,
       outbox_id,
       ip,
       source,
       held_for,
       note,
       drop_reason,
       unclear_ends,
       strftime('%Y-%m-%dT%H:%M:%SZ', last_s, 'unixepoch') AS window_end,
       strftime('%Y-%m-%dT%H:%M:%SZ', queued_ms / 1000, 'unixepoch') AS queued,
       strftime('%Y-%m-%dT%H:%M:%SZ', sent_ms / 1000, 'unixepoch') AS sent,
       body
  FROM outbox;

-- Each count uses an index on the installation, so that asking for one of them is cheap.
DROP VIEW IF EXISTS v_installation;
CREATE VIEW v_installation AS
SELECT i.user_id,
       i.installation_id,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.first_seen_ms / 1000, 'unixepoch') AS first_seen,
       nullif(lower(hex(k.digest)), '') AS pinned_key,
       (SELECT count(*) FROM report AS r
         WHERE r.user_id = i.user_id AND r.installation_id = i.installation_id) AS reports,
       (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', min(r.first_observation_s), 'unixepoch') FROM report AS r
         WHERE r.user_id = i.user_id AND r.installation_id = i.installation_id) AS first_report,
       (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(r.first_observation_s), 'unixepoch') FROM report AS r
         WHERE r.user_id = i.user_id AND r.installation_id = i.installation_id) AS last_report,
       (SELECT count(*) FROM unprocessed_report AS u
         WHERE u.user_id = i.user_id AND u.installation_id = i.installation_id) AS unprocessed_reports,
       (SELECT count(*) FROM late_report AS l
         WHERE l.user_id = i.user_id AND l.installation_id = i.installation_id) AS late_reports,
       (SELECT count(*) FROM window AS w
         WHERE w.user_id = i.user_id AND w.installation_id = i.installation_id
           AND w.superseded_ms IS NULL) AS windows,
       (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(w.last_probe_s), 'unixepoch') FROM window AS w
         WHERE w.user_id = i.user_id AND w.installation_id = i.installation_id
           AND w.superseded_ms IS NULL) AS last_window_end,
       (SELECT count(*) FROM outbox AS q
         WHERE q.user_id = i.user_id AND q.installation_id = i.installation_id
           AND q.state IN ('pending', 'sending', 'retry', 'held', 'uncertain')) AS waiting,
       (SELECT count(*) FROM outbox AS q
         WHERE q.user_id = i.user_id AND q.installation_id = i.installation_id
           AND q.state = 'sent') AS sent
  FROM installation AS i
  LEFT JOIN client_key AS k USING (client_key_id);

-- How the clocks of an installation look to `queueing`, over the day up to the end of its last window: the skew and its
-- source as the last result has them that has one, how many clocks stepped or routes changed, probes with clock values
-- that none can have, and windows that have no value for the one or the other. Overlapping windows see a step twice: it
-- counts once.
DROP VIEW IF EXISTS v_clock;
CREATE VIEW v_clock AS
SELECT user_id,
       installation_id,
       strftime('%Y-%m-%dT%H:%M:%SZ', newest_s, 'unixepoch') AS last_window_end,
       windows,
       skew_ppm,
       skew_source,
       (SELECT count(DISTINCT s.value ->> '$.at_s')
          FROM window AS w
          JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL AND x.method = 'queueing'
          JOIN json_each(x.shifts) AS s
         WHERE w.user_id = c.user_id AND w.installation_id = c.installation_id AND w.superseded_ms IS NULL
           AND w.last_probe_s > c.newest_s - 86400 AND x.shifts IS NOT NULL
           AND abs((s.value ->> '$.up_ms') + (s.value ->> '$.down_ms')) <= 5) AS clock_steps,
       (SELECT count(DISTINCT s.value ->> '$.at_s')
          FROM window AS w
          JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL AND x.method = 'queueing'
          JOIN json_each(x.shifts) AS s
         WHERE w.user_id = c.user_id AND w.installation_id = c.installation_id AND w.superseded_ms IS NULL
           AND w.last_probe_s > c.newest_s - 86400 AND x.shifts IS NOT NULL
           AND abs((s.value ->> '$.up_ms') + (s.value ->> '$.down_ms')) <= 5 IS NOT TRUE) AS route_changes,
       impossible_probes,
       without_value_clock,
       without_value_route
  FROM (SELECT n.user_id,
               n.installation_id,
               n.newest_s,
               count(*) AS windows,
               -- SQLite takes the columns beside this single max() from the row that has the maximum.
               max(CASE WHEN x.skew_ms_per_s IS NOT NULL THEN w.last_probe_s END),
               round(1000 * x.skew_ms_per_s, 3) AS skew_ppm,
               x.skew_source AS skew_source,
               coalesce(sum(x.impossible), 0) AS impossible_probes,
               sum(coalesce(x.reason LIKE '%up_usage:clock%', 0)) AS without_value_clock,
               sum(coalesce(x.reason LIKE '%up_usage:route%', 0)) AS without_value_route
          FROM (SELECT i.user_id,
                       i.installation_id,
                       (SELECT max(w.last_probe_s) FROM window AS w
                         WHERE w.user_id = i.user_id AND w.installation_id = i.installation_id
                           AND w.superseded_ms IS NULL) AS newest_s
                  FROM installation AS i) AS n
          JOIN window AS w ON w.user_id = n.user_id AND w.installation_id = n.installation_id
                          AND w.superseded_ms IS NULL AND w.last_probe_s > n.newest_s - 86400
          JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL AND x.method = 'queueing'
         GROUP BY n.user_id, n.installation_id) AS c;

-- How long probes took and how many came back, of the last ten minutes of each current window.
DROP VIEW IF EXISTS v_latency;
CREATE VIEW v_latency AS
SELECT w.user_id,
       w.installation_id,
       w.ip,
       w.last_probe_s AS last_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', w.last_probe_s, 'unixepoch') AS window_end,
       l.received AS probes_received,
       l.covered_s AS seconds_covered,
       l.silent_s AS seconds_silent,
       -- Clients probe once a second. More than one a second (a blocked client catches up) is no loss.
       CASE WHEN l.covered_s > 0 THEN max(0.0, 1 - CAST(l.received AS REAL) / l.covered_s) END AS loss,
       l.burst AS burst_probes,
       l.duplicates AS duplicate_probes,
       l.impossible AS impossible_probes,
       l.rtt_min_ns / 1e6 AS rtt_min_ms,
       l.rtt_median_ns / 1e6 AS rtt_median_ms,
       l.rtt_p75_ns / 1e6 AS rtt_p75_ms,
       l.rtt_p90_ns / 1e6 AS rtt_p90_ms,
       l.rtt_p95_ns / 1e6 AS rtt_p95_ms,
       l.rtt_p99_ns / 1e6 AS rtt_p99_ms,
       l.rtt_max_ns / 1e6 AS rtt_max_ms,
       l.kept AS kept_probes,
       l.up_delay_median_ns / 1e6 AS up_delay_median_ms,
       l.up_delay_p95_ns / 1e6 AS up_delay_p95_ms,
       l.up_delay_p99_ns / 1e6 AS up_delay_p99_ms,
       l.up_variation_p95_ns / 1e6 AS up_variation_p95_ms,
       l.down_delay_median_ns / 1e6 AS down_delay_median_ms,
       l.down_delay_p95_ns / 1e6 AS down_delay_p95_ms,
       l.down_delay_p99_ns / 1e6 AS down_delay_p99_ms,
       l.down_variation_p95_ns / 1e6 AS down_variation_p95_ms
  FROM window AS w
  JOIN latency AS l ON l.window_id = w.window_id
 WHERE w.superseded_ms IS NULL;

-- The same of UTC hours, each observation once.
DROP VIEW IF EXISTS v_latency_hourly;
CREATE VIEW v_latency_hourly AS
SELECT h.user_id,
       h.installation_id,
       strftime('%Y-%m-%dT%H:00:00Z', h.hour_s, 'unixepoch') AS hour,
       h.hour_s,
       h.received AS probes_received,
       h.covered_s AS seconds_covered,
       h.silent_s AS seconds_silent,
       -- Clients probe once a second. More than one a second (a blocked client catches up) is no loss.
       CASE WHEN h.covered_s > 0 THEN max(0.0, 1 - CAST(h.received AS REAL) / h.covered_s) END AS loss,
       h.burst AS burst_probes,
       h.duplicates AS duplicate_probes,
       h.impossible AS impossible_probes,
       h.rtt_min_ns / 1e6 AS rtt_min_ms,
       h.rtt_median_ns / 1e6 AS rtt_median_ms,
       h.rtt_p75_ns / 1e6 AS rtt_p75_ms,
       h.rtt_p90_ns / 1e6 AS rtt_p90_ms,
       h.rtt_p95_ns / 1e6 AS rtt_p95_ms,
       h.rtt_p99_ns / 1e6 AS rtt_p99_ms,
       h.rtt_max_ns / 1e6 AS rtt_max_ms,
       h.kept AS kept_probes,
       h.up_delay_median_ns / 1e6 AS up_delay_median_ms,
       h.up_delay_p95_ns / 1e6 AS up_delay_p95_ms,
       h.up_delay_p99_ns / 1e6 AS up_delay_p99_ms,
       h.up_variation_p95_ns / 1e6 AS up_variation_p95_ms,
       h.down_delay_median_ns / 1e6 AS down_delay_median_ms,
       h.down_delay_p95_ns / 1e6 AS down_delay_p95_ms,
       h.down_delay_p99_ns / 1e6 AS down_delay_p99_ms,
       h.down_variation_p95_ns / 1e6 AS down_variation_p95_ms
  FROM latency_hour AS h;

-- UTC minutes with at least 30 kept probes, and whether they were loaded (more than half of the probes waited longer than
-- epsilon), idle (at most 5 %), or neither.
DROP VIEW IF EXISTS v_latency_minute;
CREATE VIEW v_latency_minute AS
SELECT user_id,
       installation_id,
       strftime('%Y-%m-%dT%H:%M:00Z', minute_s, 'unixepoch') AS minute,
       minute_s,
       probes,
       CASE WHEN 2 * up_busy > probes THEN 'loaded' WHEN 20 * up_busy <= probes THEN 'idle' ELSE 'between' END AS up_state,
       CASE WHEN 2 * down_busy > probes THEN 'loaded' WHEN 20 * down_busy <= probes THEN 'idle' ELSE 'between' END AS down_state,
       up_busy,
       down_busy,
       up_delay_median_ns / 1e6 AS up_delay_median_ms,
       up_delay_p95_ns / 1e6 AS up_delay_p95_ms,
       down_delay_median_ns / 1e6 AS down_delay_median_ms,
       down_delay_p95_ns / 1e6 AS down_delay_p95_ms,
       rtt_median_ns / 1e6 AS rtt_median_ms
  FROM latency_minute;

-- How much slower it gets when the line is used, by UTC day and direction. Of a minute: the median and the 95 % of its
-- probes' delay, and the median of its round trips; of a day: the median (nearest rank) of its loaded minutes, and what the
-- idle ones have less.
DROP VIEW IF EXISTS v_latency_under_load;
CREATE VIEW v_latency_under_load AS
WITH classed AS (
    SELECT user_id, installation_id, minute_s - minute_s % 86400 AS day_s, 'up' AS direction,
           CASE WHEN 2 * up_busy > probes THEN 'loaded' WHEN 20 * up_busy <= probes THEN 'idle' ELSE 'between' END AS state,
           up_delay_median_ns AS median_ns, up_delay_p95_ns AS p95_ns, rtt_median_ns
      FROM latency_minute
     UNION ALL
    SELECT user_id, installation_id, minute_s - minute_s % 86400, 'down',
           CASE WHEN 2 * down_busy > probes THEN 'loaded' WHEN 20 * down_busy <= probes THEN 'idle' ELSE 'between' END,
           down_delay_median_ns, down_delay_p95_ns, rtt_median_ns
      FROM latency_minute
), ranked AS (
    SELECT user_id, installation_id, day_s, direction, state, median_ns, p95_ns, rtt_median_ns,
           (count(*) OVER (PARTITION BY user_id, installation_id, day_s, direction, state) + 1) / 2 AS middle,
           row_number() OVER (PARTITION BY user_id, installation_id, day_s, direction, state ORDER BY median_ns) AS median_rank,
           row_number() OVER (PARTITION BY user_id, installation_id, day_s, direction, state ORDER BY p95_ns) AS p95_rank,
           row_number() OVER (PARTITION BY user_id, installation_id, day_s, direction, state ORDER BY rtt_median_ns) AS rtt_rank
      FROM classed
), daily AS (
    -- One row of each day is taken below. Not by GROUP BY: what is asked of one installation would then be looked for among
    -- the minutes of all.
    SELECT user_id, installation_id, day_s, direction,
           row_number() OVER day AS place,
           count(*) OVER day AS minutes,
           sum(state = 'loaded') OVER day AS loaded_minutes,
           sum(state = 'idle') OVER day AS idle_minutes,
           max(CASE WHEN state = 'loaded' AND median_rank = middle THEN median_ns END) OVER day AS loaded_median_ns,
           max(CASE WHEN state = 'idle' AND median_rank = middle THEN median_ns END) OVER day AS idle_median_ns,
           max(CASE WHEN state = 'loaded' AND p95_rank = middle THEN p95_ns END) OVER day AS loaded_p95_ns,
           max(CASE WHEN state = 'idle' AND p95_rank = middle THEN p95_ns END) OVER day AS idle_p95_ns,
           max(CASE WHEN state = 'loaded' AND rtt_rank = middle THEN rtt_median_ns END) OVER day AS loaded_rtt_ns,
           max(CASE WHEN state = 'idle' AND rtt_rank = middle THEN rtt_median_ns END) OVER day AS idle_rtt_ns
      FROM ranked
    WINDOW day AS (PARTITION BY user_id, installation_id, day_s, direction)
)
SELECT user_id,
       installation_id,
       date(day_s, 'unixepoch') AS day,
       direction,
       minutes,
       loaded_minutes,
       idle_minutes,
       CASE WHEN is_enough THEN (loaded_median_ns - idle_median_ns) / 1e6 END AS delay_added_median_ms,
       CASE WHEN is_enough THEN (loaded_p95_ns - idle_p95_ns) / 1e6 END AS delay_added_p95_ms,
       CASE WHEN is_enough THEN idle_rtt_ns / 1e6 END AS rtt_idle_ms,
       CASE WHEN is_enough THEN loaded_rtt_ns / 1e6 END AS rtt_under_load_ms,
       CASE WHEN is_enough THEN 60e9 / loaded_rtt_ns END AS round_trips_per_minute,
       CASE WHEN NOT is_enough THEN 'too_few_minutes' END AS reason,
       day_s
  FROM (SELECT *, loaded_minutes >= 10 AND idle_minutes >= 10 AS is_enough FROM daily WHERE place = 1);

-- Whether `adaptive` could see load on an installation's link, over the day up to the end of its last window: windows in
-- each state and direction, and those that have not learned or have no values. Usage is 0 in windows of state none.
DROP VIEW IF EXISTS v_detection;
CREATE VIEW v_detection AS
SELECT n.user_id,
       n.installation_id,
       strftime('%Y-%m-%dT%H:%M:%SZ', n.newest_s, 'unixepoch') AS last_window_end,
       count(*) AS windows,
       sum(x.up_state IS 'none') AS up_none,
       sum(x.up_state IS 'weak') AS up_weak,
       sum(x.up_state IS 'clear') AS up_clear,
       sum(x.up_state IS NULL) AS up_not_learned,
       sum(x.down_state IS 'none') AS down_none,
       sum(x.down_state IS 'weak') AS down_weak,
       sum(x.down_state IS 'clear') AS down_clear,
       sum(x.down_state IS NULL) AS down_not_learned
  FROM (SELECT i.user_id,
               i.installation_id,
               (SELECT max(w.last_probe_s)
                  FROM window AS w
                 WHERE w.user_id = i.user_id AND w.installation_id = i.installation_id
                   AND w.superseded_ms IS NULL) AS newest_s
          FROM installation AS i) AS n
  JOIN window AS w ON w.user_id = n.user_id AND w.installation_id = n.installation_id AND w.superseded_ms IS NULL
                  AND w.last_probe_s > n.newest_s - 86400
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL AND x.method = 'adaptive'
 GROUP BY n.user_id, n.installation_id;

DROP VIEW IF EXISTS v_usage_hourly;
CREATE VIEW v_usage_hourly AS
SELECT user_id,
       installation_id,
       method,
       strftime('%Y-%m-%dT%H:00:00Z', last_s, 'unixepoch') AS hour,
       count(*) AS windows,
       -- As published: clamped to 0…100 %. Windows without a value are left out.
       round(100 * avg(min(max(up_usage, 0), 1)), 1) AS up_usage_percent,
       round(100 * avg(min(max(down_usage, 0), 1)), 1) AS down_usage_percent,
       round(100 * avg(up_quality), 1) AS up_quality_percent,
       round(100 * avg(down_quality), 1) AS down_quality_percent,
       -- Of all windows; the rest has not learned, or has no values.
       CASE method WHEN 'adaptive' THEN round(100 * total(up_state = 'none') / count(*), 1) END AS up_none_percent,
       CASE method WHEN 'adaptive' THEN round(100 * total(up_state = 'weak') / count(*), 1) END AS up_weak_percent,
       CASE method WHEN 'adaptive' THEN round(100 * total(up_state = 'clear') / count(*), 1) END AS up_clear_percent,
       CASE method WHEN 'adaptive' THEN round(100 * total(down_state = 'none') / count(*), 1) END AS down_none_percent,
       CASE method WHEN 'adaptive' THEN round(100 * total(down_state = 'weak') / count(*), 1) END AS down_weak_percent,
       CASE method WHEN 'adaptive' THEN round(100 * total(down_state = 'clear') / count(*), 1) END AS down_clear_percent,
       last_s / 3600 * 3600 AS hour_s
  FROM v_result
 GROUP BY user_id, installation_id, method, last_s / 3600;

-- Runs of reports from one address without a gap of more than 300 s, late reports left out.
DROP VIEW IF EXISTS v_session;
CREATE VIEW v_session AS
WITH flagged AS (
    SELECT r.user_id,
           r.installation_id,
           r.ip,
           r.first_observation_s AS first_s,
           r.digest,
           r.latest_s AS newest_s,
           r.observation_count,
           EXISTS (SELECT 1
                     FROM window_report AS m
                     JOIN window AS w ON w.window_id = m.window_id
                    WHERE m.report_id = r.report_id
                      AND w.superseded_ms IS NULL) AS in_window,
           (r.ip IS NOT lag(r.ip) OVER place OR r.first_observation_s - lag(r.first_observation_s) OVER place > 300) AS is_first,
           (r.ip IS NOT lead(r.ip) OVER place OR lead(r.first_observation_s) OVER place - r.first_observation_s > 300) AS is_last
      FROM report AS r
     WHERE NOT EXISTS (SELECT 1
                         FROM late_report AS l
                        WHERE l.user_id = r.user_id
                          AND l.installation_id = r.installation_id
                          AND l.report_id = r.report_id)
    WINDOW place AS (PARTITION BY r.user_id, r.installation_id ORDER BY r.first_observation_s, r.digest)
),
-- Sums over the installation up to each report; the session's own are the differences between two last reports.
summed AS (
    SELECT *,
           sum(is_first) OVER up_to_here AS session,
           max(CASE WHEN is_first THEN first_s END) OVER up_to_here AS session_first_s,
           count(*) OVER up_to_here AS reports_through,
           sum(observation_count) OVER up_to_here AS observations_through,
           sum(in_window) OVER up_to_here AS in_window_through
      FROM flagged
    WINDOW up_to_here AS (PARTITION BY user_id, installation_id ORDER BY first_s, digest ROWS UNBOUNDED PRECEDING)
)
SELECT user_id,
       installation_id,
       session,
       ip,
       session_first_s AS first_s,
       newest_s AS last_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', session_first_s, 'unixepoch') AS session_start,
       strftime('%Y-%m-%dT%H:%M:%SZ', newest_s, 'unixepoch') AS session_end,
       reports_through - lag(reports_through, 1, 0) OVER place AS reports,
       observations_through - lag(observations_through, 1, 0) OVER place AS observations,
       in_window_through - lag(in_window_through, 1, 0) OVER place AS reports_in_windows
  FROM summed
 WHERE is_last
WINDOW place AS (PARTITION BY user_id, installation_id ORDER BY session);

-- Why is there no data? One row per stretch of time without (all) results, and what can be done about it.
DROP VIEW IF EXISTS v_gap;
CREATE VIEW v_gap AS
WITH windowed AS (
    SELECT w.user_id, w.installation_id, w.session_report_id, w.last_report_id, max(w.last_report_s)
      FROM window AS w
     WHERE w.superseded_ms IS NULL
     GROUP BY w.user_id, w.installation_id, w.session_report_id
), chain (user_id, installation_id, first_s, digest, end_s, end_digest) AS (
    -- From the first report of a session to the last one that is in a window of it: no session begins within. Behind the
    -- last chain of an installation one that never comes.
    SELECT c.user_id, c.installation_id, f.first_observation_s, f.digest, n.first_observation_s, n.digest
      FROM windowed AS c
      JOIN report AS f ON f.report_id = c.session_report_id
      JOIN report AS n ON n.report_id = c.last_report_id
     UNION ALL
    SELECT i.user_id, i.installation_id, 9223372036854775807, x'', NULL, NULL FROM installation AS i
), stretch AS (
    -- What lies between chains, with the first report of the next: few reports of a fleet, where all of them take half a
    -- second for a day of 200 installations.
    SELECT user_id, installation_id, first_s AS to_s, digest AS to_digest,
           lag(end_s, 1, -9223372036854775807) OVER place AS after_s, lag(end_digest, 1, x'') OVER place AS after_digest
      FROM chain
    WINDOW place AS (PARTITION BY user_id, installation_id ORDER BY first_s, digest)
), placed AS (
    -- Reports that a session may begin with, and of each the one before. Not by lag(): that costs three times as much.
    SELECT r.user_id, r.installation_id, r.report_id, r.ip, r.first_observation_s, r.digest,
           (SELECT p.report_id
              FROM report AS p
             WHERE p.user_id = r.user_id
               AND p.installation_id = r.installation_id
               AND (p.first_observation_s, p.digest) < (r.first_observation_s, r.digest)
               AND NOT EXISTS (SELECT 1 FROM late_report AS l
                                WHERE l.user_id = p.user_id AND l.installation_id = p.installation_id
                                  AND l.report_id = p.report_id)
             ORDER BY p.first_observation_s DESC, p.digest DESC
             LIMIT 1) AS before_id
      FROM stretch AS s
     CROSS JOIN report AS r
     WHERE r.user_id = s.user_id AND r.installation_id = s.installation_id
       AND (r.first_observation_s, r.digest) > (s.after_s, s.after_digest)
       AND (r.first_observation_s, r.digest) <= (s.to_s, s.to_digest)
       AND NOT EXISTS (SELECT 1 FROM late_report AS l
                        WHERE l.user_id = r.user_id AND l.installation_id = r.installation_id
                          AND l.report_id = r.report_id)
), started AS (
    -- As in v_session: those that a session begins with.
    SELECT r.user_id, r.installation_id, r.ip, r.first_observation_s AS first_s, r.digest, r.before_id,
           b.ip AS before_ip, b.latest_s AS before_s
      FROM placed AS r
      LEFT JOIN report AS b ON b.report_id = r.before_id
     WHERE b.ip IS NOT r.ip OR r.first_observation_s - b.first_observation_s > 300
), ended AS (
    SELECT *, coalesce(lead(before_id) OVER place,
                       (SELECT n.report_id
                          FROM report AS n
                         WHERE n.user_id = started.user_id
                           AND n.installation_id = started.installation_id
                           AND NOT EXISTS (SELECT 1 FROM late_report AS l
                                            WHERE l.user_id = n.user_id AND l.installation_id = n.installation_id
                                              AND l.report_id = n.report_id)
                         ORDER BY n.first_observation_s DESC, n.digest DESC
                         LIMIT 1)) AS last_id
      FROM started
    WINDOW place AS (PARTITION BY user_id, installation_id ORDER BY first_s, digest)
), session AS (
    SELECT e.*, n.latest_s AS last_s, n.first_observation_s AS last_first_s,
           -- To where results go.
           (SELECT w.last_probe_s
              FROM window AS w
             WHERE w.user_id = e.user_id AND w.installation_id = e.installation_id AND w.ip = e.ip
               AND w.last_probe_s BETWEEN e.first_s AND n.latest_s AND w.superseded_ms IS NULL
             ORDER BY w.last_probe_s DESC
             LIMIT 1) AS results_to_s
      FROM ended AS e
      JOIN report AS n ON n.report_id = e.last_id
), found AS (
    SELECT s.*, k.column1 AS kind,
           -- A report has one at least: more of them need not be looked at.
           CASE k.column1 WHEN 'too few' THEN
               (SELECT sum(observation_count)
                  FROM (SELECT r.observation_count
                          FROM report AS r
                         WHERE r.user_id = s.user_id AND r.installation_id = s.installation_id AND r.ip = s.ip
                           AND r.first_observation_s BETWEEN s.first_s AND s.last_first_s
                           AND NOT EXISTS (SELECT 1 FROM late_report AS l
                                            WHERE l.user_id = r.user_id AND l.installation_id = r.installation_id
                                              AND l.report_id = r.report_id)
                         LIMIT 1084)) END AS observations
      FROM session AS s
     CROSS JOIN (VALUES ('before'), ('too few'), ('after')) AS k
     WHERE CASE k.column1
           WHEN 'before' THEN s.before_s IS NOT NULL
           WHEN 'too few' THEN s.results_to_s IS NULL
           ELSE s.results_to_s < s.last_s
                AND NOT EXISTS (SELECT 1 FROM window_report AS m JOIN window AS w ON w.window_id = m.window_id
                                 WHERE m.report_id = s.last_id AND w.superseded_ms IS NULL)
                AND NOT EXISTS (SELECT 1 FROM unprocessed_report AS u JOIN report AS r ON r.report_id = u.report_id
                                 WHERE u.user_id = s.user_id AND u.installation_id = s.installation_id
                                   AND r.latest_s > s.results_to_s AND r.latest_s <= s.last_s) END
), gap (user_id, installation_id, from_s, to_s, reason, detail, remedy, method) AS (
    SELECT user_id, installation_id,
           CASE kind WHEN 'before' THEN before_s WHEN 'too few' THEN first_s ELSE results_to_s END,
           CASE kind WHEN 'before' THEN first_s ELSE last_s END,
           CASE WHEN kind <> 'before' THEN 'too_few_observations'
                WHEN before_ip IS ip OR first_s - before_s > 300 THEN 'no_reports'
                ELSE 'ip_change' END,
           CASE kind
           WHEN 'too few' THEN observations || ' of the 1084 that a window takes, from ' || ip
           WHEN 'after' THEN 'too few for another window after the last one, from ' || ip
           ELSE iif(before_ip IS ip, 'the client sent nothing', before_ip || ' became ' || ip) END,
           NULL, NULL
      FROM found
     WHERE kind <> 'too few' OR observations < 1084
     UNION ALL
    SELECT user_id, installation_id, from_s, to_s, 'not_processed',
           reports || iif(reports = 1, ' report', ' reports'), 'tixdb process', NULL
      FROM (SELECT u.user_id, u.installation_id, min(r.first_observation_s) AS from_s, max(r.latest_s) AS to_s, count(*) AS reports
              FROM unprocessed_report AS u
              JOIN report AS r ON r.report_id = u.report_id
             GROUP BY u.user_id, u.installation_id)
     UNION ALL
    SELECT user_id, installation_id, from_s, to_s, 'late_reports',
           reports || iif(reports = 1, ' report', ' reports') ||
           ' came after the windows around them were formed',
           'tixdb reprocess --user ' || user_id || ' --installation ' || installation_id ||
           ' --from ' || strftime('%Y-%m-%dT%H:%M:%SZ', from_s, 'unixepoch') ||
           ' --to ' || strftime('%Y-%m-%dT%H:%M:%SZ', last_from_s + 1, 'unixepoch'), NULL
      FROM (SELECT l.user_id, l.installation_id, min(r.first_observation_s) AS from_s, max(r.latest_s) AS to_s,
                   max(r.first_observation_s) AS last_from_s, count(*) AS reports
              FROM late_report AS l
              JOIN report AS r ON r.report_id = l.report_id
             GROUP BY l.user_id, l.installation_id)
     UNION ALL
    SELECT user_id, installation_id, first_s, last_s,
           -- Without a clock that can be believed, or beside what looks like another route, there is no value at all.
           CASE WHEN ';' || reason LIKE '%;up_usage:clock%' THEN 'clock'
                WHEN ';' || reason LIKE '%;up_usage:route%' THEN 'route'
                ELSE 'missing_value' END,
           method || ': ' || reason, NULL, method
      FROM v_result
     WHERE up_usage IS NULL OR down_usage IS NULL OR up_quality IS NULL OR down_quality IS NULL
     UNION ALL
    SELECT user_id, installation_id, from_s, to_s, 'history_changed',
           results || iif(results = 1, ' result', ' results') || ' would read something else of earlier windows now',
           'tixdb reprocess --user ' || user_id || ' --installation ' || installation_id ||
           ' --from ' || strftime('%Y-%m-%dT%H:%M:%SZ', from_s, 'unixepoch') ||
           ' --to ' || strftime('%Y-%m-%dT%H:%M:%SZ', to_s + 1, 'unixepoch'), NULL
      FROM (SELECT w.user_id, w.installation_id, min(w.last_probe_s) AS from_s, max(w.last_probe_s) AS to_s, count(*) AS results
              FROM window AS w
              JOIN result AS x ON x.window_id = w.window_id
             WHERE w.superseded_ms IS NULL AND x.history_changed = 1 AND x.superseded_ms IS NULL
             GROUP BY w.user_id, w.installation_id)
     UNION ALL
    SELECT i.user_id, i.installation_id, min(x.mtime_ns) / 1000000000, max(x.mtime_ns) / 1000000000, 'rejected_files',
           count(*) || iif(count(*) = 1, ' file: ', ' files: ') || x.reason, 'SELECT * FROM v_rejected', NULL
      FROM installation AS i
      JOIN rejected AS x ON x.path >= i.user_id || '/' || i.installation_id || '/'
                        AND x.path < i.user_id || '/' || i.installation_id || '0'
     WHERE x.reason <> 'unreadable_folder'
     GROUP BY i.user_id, i.installation_id, x.reason
     UNION ALL
    -- Clients of which nothing was ever stored. One list of these and the others would be read whole for each query.
    SELECT f.user_id, f.installation_id, min(x.mtime_ns) / 1000000000, max(x.mtime_ns) / 1000000000, 'rejected_files',
           count(*) || iif(count(*) = 1, ' file: ', ' files: ') || x.reason, 'SELECT * FROM v_rejected', NULL
      FROM source_folder AS f
      JOIN rejected AS x ON x.path >= f.user_id || '/' || f.installation_id || '/'
                        AND x.path < f.user_id || '/' || f.installation_id || '0'
     WHERE x.reason <> 'unreadable_folder'
       AND NOT EXISTS (SELECT 1 FROM installation AS i
                        WHERE i.user_id = f.user_id AND i.installation_id = f.installation_id)
     GROUP BY f.user_id, f.installation_id, x.reason
     UNION ALL
    -- A path "3/5/" is an installation's folder, "3/" all of a user's: then installation_id is NULL.
    SELECT CAST(path AS INTEGER), nullif(CAST(substr(path, instr(path, '/') + 1) AS INTEGER), 0),
           first_seen_ms / 1000, last_seen_ms / 1000, 'unreadable_folder', detail,
           'let the user that runs tixdb read the folder ' || path, NULL
      FROM rejected
     WHERE reason = 'unreadable_folder'
     UNION ALL
    SELECT user_id, installation_id, min(first_failed_ms) / 1000, max(last_failed_ms) / 1000, 'unread_files',
           count(*) || iif(count(*) = 1, ' file: ', ' files: ') || error, 'tixdb ingest', NULL
      FROM unread_file
     GROUP BY user_id, installation_id, error
)
SELECT user_id,
       installation_id,
       from_s,
       to_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', from_s, 'unixepoch') AS gap_start,
       strftime('%Y-%m-%dT%H:%M:%SZ', to_s, 'unixepoch') AS gap_end,
       reason,
       detail,
       remedy,
       method
  FROM gap;

-- Usage and quality by network and by country: means over the current results of an hour or a day (UTC) that their
-- window's end lies in. Values as stored, unclamped; NULL ones do not count. Of `adaptive` also the share of the windows
-- in each state: usage is 0 in those of state none, whatever the load that could not be seen. Rows of grouped_by 'country' sum up all
-- networks of a country, so the two kinds of row must not be added.
DROP VIEW IF EXISTS v_usage_by_as;
CREATE VIEW v_usage_by_as AS
WITH grouping (period, grouped_by, length_s) AS (
    VALUES ('hour', 'as', 3600), ('day', 'as', 86400), ('hour', 'country', 3600), ('day', 'country', 86400)
), measured AS (
    SELECT g.period,
           g.grouped_by,
           w.last_probe_s - w.last_probe_s % g.length_s AS start_s,
           x.method,
           CASE g.grouped_by WHEN 'as' THEN a.as_number END AS as_number,
           a.as_name,
           a.country,
           CASE g.grouped_by WHEN 'country' THEN a.country END AS group_country,
           w.user_id,
           w.installation_id,
           w.window_id,
           x.up_usage, x.down_usage, x.up_quality, x.down_quality, x.up_state, x.down_state
      FROM window AS w
      JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
      LEFT JOIN window_as AS a ON a.window_id = w.window_id
     CROSS JOIN grouping AS g
     WHERE w.superseded_ms IS NULL
       AND (g.grouped_by = 'as' OR a.country IS NOT NULL)
)
SELECT period,
       strftime('%Y-%m-%dT%H:%M:%SZ', start_s, 'unixepoch') AS period_start,
       grouped_by,
       method,
       as_number,
       CASE grouped_by WHEN 'as' THEN max(as_name) END AS as_name,
       CASE WHEN min(country) = max(country) THEN max(country) END AS country,
       count(DISTINCT user_id || '/' || installation_id) AS installations,
       count(DISTINCT window_id) AS windows,
       avg(up_usage) AS up_usage,
       avg(down_usage) AS down_usage,
       avg(up_quality) AS up_quality,
       avg(down_quality) AS down_quality,
       CASE method WHEN 'adaptive' THEN total(up_state = 'none') / count(*) END AS up_none,
       CASE method WHEN 'adaptive' THEN total(up_state = 'weak') / count(*) END AS up_weak,
       CASE method WHEN 'adaptive' THEN total(up_state = 'clear') / count(*) END AS up_clear,
       CASE method WHEN 'adaptive' THEN total(down_state = 'none') / count(*) END AS down_none,
       CASE method WHEN 'adaptive' THEN total(down_state = 'weak') / count(*) END AS down_weak,
       CASE method WHEN 'adaptive' THEN total(down_state = 'clear') / count(*) END AS down_clear,
       start_s
  FROM measured
 GROUP BY period, start_s, grouped_by, method, as_number, group_country;
