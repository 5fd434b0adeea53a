-- The views that people query: a contract, documented in docs/database.md and tested.
-- Recreated whenever their text has changed since the database was last written to.

DROP VIEW IF EXISTS v_observation;
CREATE VIEW v_observation AS
SELECT r.user_id,
       r.installation_id,
       r.ip,
       r.first_s + o.elapsed_s AS day_timestamp,
       coalesce(o.type, r.type) AS type,
       coalesce(o.packet_size, r.packet_size) AS packet_size,
       r.first_initial_ns + o.elapsed_s % 86400 * 1000000000 + o.initial_residual_ns AS initial_ns,
       r.first_initial_ns + o.elapsed_s % 86400 * 1000000000 + o.initial_residual_ns + o.upstream_ns AS reception_ns,
       r.first_initial_ns + o.elapsed_s % 86400 * 1000000000 + o.initial_residual_ns + o.upstream_ns + o.server_ns AS sent_ns,
       r.first_initial_ns + o.elapsed_s % 86400 * 1000000000 + o.initial_residual_ns + o.rtt_ns AS final_ns,
       -- t4 - t1 modulo a day, into (-12 h, +12 h]
       ((o.rtt_ns % 86400000000000 + 129600000000000 - 1) % 86400000000000 - 43200000000000 + 1) / 1e6 AS rtt_ms,
       r.report_id,
       o.ordinal
  FROM observation AS o
  JOIN report AS r USING (report_id);

DROP VIEW IF EXISTS v_result;
CREATE VIEW v_result AS
SELECT w.user_id,
       w.installation_id,
       w.ip,
       x.method,
       x.method_version,
       w.first_report_s AS first_s,
       w.last_s,
       strftime('%Y-%m-%dT%H:%M:%SZ', w.first_report_s, 'unixepoch') AS window_start,
       strftime('%Y-%m-%dT%H:%M:%SZ', w.last_s, 'unixepoch') AS window_end,
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
       x.reason,
       a.as_number,
       a.as_name,
       strftime('%Y-%m-%dT%H:%M:%SZ', x.computed_ms / 1000, 'unixepoch') AS computed
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
  LEFT JOIN window_as AS a ON a.window_id = w.window_id
 WHERE w.superseded_ms IS NULL;

-- Method is NULL for what was imported. held_for: what others wait for with it; note: what people should know.
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
       unresolved,
       strftime('%Y-%m-%dT%H:%M:%SZ', last_s, 'unixepoch') AS window_end,
       strftime('%Y-%m-%dT%H:%M:%SZ', queued_ms / 1000, 'unixepoch') AS queued,
       strftime('%Y-%m-%dT%H:%M:%SZ', sent_ms / 1000, 'unixepoch') AS sent,
       body
  FROM outbox;

-- Usage and quality by network and by country: means over the current results of an hour or a day (UTC) that their
-- window's end lies in. Values as stored, unclamped; NULL ones do not count. Rows of grouped_by 'country' sum up all
-- networks of a country, so the two kinds of row must not be added.
DROP VIEW IF EXISTS v_usage_by_as;
CREATE VIEW v_usage_by_as AS
WITH grouping (period, grouped_by, length_s) AS (
    VALUES ('hour', 'as', 3600), ('day', 'as', 86400), ('hour', 'country', 3600), ('day', 'country', 86400)
), measured AS (
    SELECT g.period,
           g.grouped_by,
           w.last_s - w.last_s % g.length_s AS start_s,
           x.method,
           CASE g.grouped_by WHEN 'as' THEN a.as_number END AS as_number,
           a.as_name,
           a.country,
           CASE g.grouped_by WHEN 'country' THEN a.country END AS group_country,
           w.user_id,
           w.installation_id,
           w.window_id,
           x.up_usage, x.down_usage, x.up_quality, x.down_quality
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
       start_s
  FROM measured
 GROUP BY period, start_s, grouped_by, method, as_number, group_country;
