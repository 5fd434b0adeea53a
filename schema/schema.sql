-- Generated: what a database looks like after all migrations and schema/views.sql.
-- Made by TIXDB_UPDATE_GOLDENS=1 build/release/tests/test_store --gtest_filter='Schema.*'

CREATE TABLE as_name (
    as_snapshot_id INTEGER NOT NULL REFERENCES as_snapshot,
    as_number INTEGER NOT NULL CHECK (as_number BETWEEN 0 AND 4294967295),
    name TEXT NOT NULL,
    PRIMARY KEY (as_snapshot_id, as_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE as_prefix (
    as_snapshot_id INTEGER NOT NULL REFERENCES as_snapshot,
    first_address BLOB NOT NULL CHECK (length(first_address) IN (4, 16)),
    prefix_length INTEGER NOT NULL CHECK (prefix_length BETWEEN 1 AND 128),
    parent_length INTEGER CHECK (parent_length < prefix_length),
    as_numbers TEXT,
    country TEXT,
    PRIMARY KEY (as_snapshot_id, first_address, prefix_length)
) STRICT, WITHOUT ROWID;

CREATE TABLE as_snapshot (
    as_snapshot_id INTEGER PRIMARY KEY,
    content TEXT NOT NULL CHECK (content IN ('ipv4', 'ipv6', 'names')),
    valid_from_s INTEGER NOT NULL,
    source TEXT NOT NULL,
    format TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    prefixes INTEGER NOT NULL,
    names INTEGER NOT NULL,
    imported_ms INTEGER NOT NULL,
    pruned_ms INTEGER,
    run_id INTEGER REFERENCES run
) STRICT;

CREATE TABLE client_key (
    client_key_id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    public_key BLOB NOT NULL
) STRICT;

CREATE TABLE installation (
    user_id INTEGER NOT NULL CHECK (user_id > 0),
    installation_id INTEGER NOT NULL CHECK (installation_id > 0),
    client_key_id INTEGER REFERENCES client_key,
    pinned_ms INTEGER,
    first_seen_ms INTEGER NOT NULL,
    PRIMARY KEY (user_id, installation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE late_report (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL REFERENCES report,
    found_ms INTEGER NOT NULL,
    run_id INTEGER REFERENCES run,
    PRIMARY KEY (user_id, installation_id, report_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE observation (
    report_id INTEGER NOT NULL REFERENCES report,
    ordinal INTEGER NOT NULL,
    elapsed_s INTEGER NOT NULL,
    initial_residual_ns INTEGER NOT NULL,
    upstream_ns INTEGER NOT NULL,
    server_ns INTEGER NOT NULL,
    rtt_ns INTEGER NOT NULL,
    type TEXT,
    packet_size INTEGER,
    PRIMARY KEY (report_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    outbox_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    last_s INTEGER NOT NULL,
    ip TEXT NOT NULL,
    method TEXT,
    body TEXT NOT NULL CHECK (json_valid(body)),
    source TEXT NOT NULL CHECK (source IN ('computed', 'imported')),
    result_id INTEGER UNIQUE REFERENCES result,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN
        ('pending', 'sending', 'retry', 'held', 'uncertain', 'sent', 'dead', 'superseded', 'dropped')),
    attempts INTEGER NOT NULL DEFAULT 0,
    unresolved INTEGER NOT NULL DEFAULT 0,
    next_attempt_ms INTEGER,
    held_for TEXT CHECK (held_for IN ('address', 'user', 'installation')),
    last_status INTEGER,
    last_error TEXT,
    drop_reason TEXT,
    note TEXT,
    queued_ms INTEGER NOT NULL,
    claimed_ms INTEGER,
    sent_ms INTEGER,
    run_id INTEGER REFERENCES run,
    CHECK ((source = 'imported') = (result_id IS NULL)),
    CHECK ((state = 'held') = (held_for IS NOT NULL)),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT;

CREATE TABLE rejected (
    rejected_id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    digest BLOB,
    size_bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    seen_count INTEGER NOT NULL,
    run_id INTEGER REFERENCES run
) STRICT;

CREATE TABLE report (
    report_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    first_s INTEGER NOT NULL,
    last_s INTEGER NOT NULL,
    oldest_s INTEGER NOT NULL,
    newest_s INTEGER NOT NULL,
    observation_count INTEGER NOT NULL CHECK (observation_count > 0),
    ip TEXT NOT NULL,
    from_text TEXT NOT NULL,
    to_text TEXT NOT NULL,
    packet_initial_ns INTEGER NOT NULL,
    packet_reception_ns INTEGER NOT NULL,
    packet_sent_ns INTEGER NOT NULL,
    packet_final_ns INTEGER NOT NULL,
    type TEXT NOT NULL,
    packet_size INTEGER NOT NULL,
    first_initial_ns INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    signature BLOB,
    client_key_id INTEGER NOT NULL REFERENCES client_key,
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
    run_id INTEGER REFERENCES run,
    observations_pruned_ms INTEGER,
    -- The digest fixes first_s: this one index is the order of a client's reports and their uniqueness.
    UNIQUE (user_id, installation_id, first_s, digest),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT;

CREATE TABLE result (
    result_id INTEGER PRIMARY KEY,
    window_id INTEGER NOT NULL REFERENCES window,
    method TEXT NOT NULL CHECK (method IN ('classic', 'queueing')),
    method_version INTEGER NOT NULL,
    parameters TEXT NOT NULL CHECK (json_valid(parameters)),
    recent_observations INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    up_usage REAL, down_usage REAL,
    up_quality REAL, down_quality REAL,
    up_hurst_rs REAL, up_hurst_wavelet REAL,
    down_hurst_rs REAL, down_hurst_wavelet REAL,
    reason TEXT,
    up_mode_ns REAL, down_mode_ns REAL,
    up_threshold_ns REAL, down_threshold_ns REAL,
    rtt_mode_ns REAL,
    clock_anchors INTEGER,
    up_busy_share REAL, down_busy_share REAL,
    skew_ms_per_s REAL,
    skew_source TEXT CHECK (skew_source IN ('fitted', 'carried', 'fallback')),
    skew_horizon_min INTEGER,
    base_ms REAL,
    baseline_ms REAL,
    baseline_window_id INTEGER REFERENCES window,
    standing_ms REAL,
    standing_direction TEXT CHECK (standing_direction IN ('up', 'down')),
    clock_step INTEGER,
    computed_ms INTEGER NOT NULL,
    run_id INTEGER REFERENCES run,
    superseded_ms INTEGER,
    publish_decision TEXT NOT NULL CHECK (publish_decision IN
        ('queued', 'other_method', 'missing_value', 'reprocess', 'before_publish_from'))
) STRICT;

CREATE TABLE run (
    run_id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    version TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    duration_ms INTEGER,
    exit_code INTEGER,
    counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts))
) STRICT;

CREATE TABLE schema_migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_ms INTEGER NOT NULL,
    program_version TEXT NOT NULL
) STRICT;

CREATE TABLE schema_views (
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting_change (
    setting_change_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT,
    changed_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE source_file (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('stored', 'known', 'rejected')),
    report_id INTEGER REFERENCES report,
    PRIMARY KEY (user_id, installation_id, name),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT, WITHOUT ROWID;

CREATE TABLE source_folder (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    files INTEGER NOT NULL,
    unfinished INTEGER NOT NULL,
    PRIMARY KEY (user_id, installation_id),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT, WITHOUT ROWID;

CREATE TABLE unprocessed_report (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL REFERENCES report,
    PRIMARY KEY (user_id, installation_id, report_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE window (
    window_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    ip TEXT NOT NULL,
    session_report_id INTEGER NOT NULL REFERENCES report,
    first_report_id INTEGER NOT NULL REFERENCES report,
    last_report_id INTEGER NOT NULL REFERENCES report,
    first_report_s INTEGER NOT NULL,
    last_report_s INTEGER NOT NULL,
    first_s INTEGER NOT NULL,
    last_s INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    observations INTEGER NOT NULL,
    distinct_observations INTEGER NOT NULL,
    run_id INTEGER REFERENCES run,
    formed_ms INTEGER NOT NULL,
    superseded_ms INTEGER,
    superseded_run_id INTEGER REFERENCES run,
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT;

CREATE TABLE window_as (
    window_id INTEGER PRIMARY KEY REFERENCES window,
    as_snapshot_id INTEGER REFERENCES as_snapshot,
    address_kind TEXT NOT NULL,
    prefix TEXT,
    as_number TEXT,
    as_name TEXT,
    country TEXT,
    looked_up_ms INTEGER NOT NULL,
    run_id INTEGER REFERENCES run
) STRICT;

CREATE TABLE window_report (
    report_id INTEGER NOT NULL REFERENCES report,
    window_id INTEGER NOT NULL REFERENCES window,
    PRIMARY KEY (report_id, window_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX current_result ON result (window_id, method) WHERE superseded_ms IS NULL;

CREATE INDEX outbox_held_address ON outbox (ip, next_attempt_ms) WHERE state = 'held' AND held_for = 'address';

CREATE INDEX outbox_held_installation ON outbox (user_id, installation_id, next_attempt_ms)
    WHERE state = 'held' AND held_for = 'installation';

CREATE INDEX outbox_held_user ON outbox (user_id, next_attempt_ms) WHERE state = 'held' AND held_for = 'user';

CREATE INDEX outbox_key ON outbox (user_id, installation_id, last_s);

CREATE INDEX outbox_open ON outbox (state, next_attempt_ms)
    WHERE state = 'sending' OR state = 'retry' OR state = 'held' OR state = 'uncertain' OR state = 'dead';

CREATE INDEX outbox_pending ON outbox (last_s) WHERE state = 'pending';

CREATE INDEX outbox_sent_ip ON outbox (ip, sent_ms) WHERE state = 'sent';

CREATE INDEX report_of_window ON window_report (window_id);

CREATE INDEX result_of_window ON result (window_id);

CREATE INDEX window_of_installation ON window (user_id, installation_id, last_s) WHERE superseded_ms IS NULL;

CREATE INDEX window_of_session ON window (session_report_id, first_report_s) WHERE superseded_ms IS NULL;

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
