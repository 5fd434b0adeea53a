-- SPDX-License-Identifier: MIT
-- Generated: what a database looks like after all migrations and schema/views.sql.
-- Made by TIXDB_UPDATE_GOLDENS=1 build/release/tests/test_store --gtest_filter='Schema.*'

CREATE TABLE adaptive_detail (
    result_id INTEGER PRIMARY KEY REFERENCES result,
    history_windows INTEGER NOT NULL,
    up_quartile_ms REAL, down_quartile_ms REAL,
    up_spread_ms REAL, down_spread_ms REAL,
    up_least_wait_ms REAL, down_least_wait_ms REAL,
    up_share REAL, down_share REAL,
    up_guarded INTEGER NOT NULL CHECK (up_guarded IN (0, 1)),
    down_guarded INTEGER NOT NULL CHECK (down_guarded IN (0, 1)),
    up_link_mbps REAL, down_link_mbps REAL,
    up_sketch BLOB CHECK (up_sketch IS NULL OR length(up_sketch) = 160),
    down_sketch BLOB CHECK (down_sketch IS NULL OR length(down_sketch) = 160),
    up_kernel_windows TEXT CHECK (up_kernel_windows IS NULL OR json_valid(up_kernel_windows)),
    down_kernel_windows TEXT CHECK (down_kernel_windows IS NULL OR json_valid(down_kernel_windows))
) STRICT;

CREATE TABLE api_server (
    scheme TEXT NOT NULL CHECK (scheme IN ('http', 'https')),
    host TEXT NOT NULL,
    port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    path TEXT NOT NULL,
    wait_until_ms INTEGER,
    resolved_name TEXT,
    stores_odd_answers INTEGER NOT NULL DEFAULT 0 CHECK (stores_odd_answers IN (0, 1)),
    last_accepted_ms INTEGER,
    PRIMARY KEY (scheme, host, port, path)
) STRICT, WITHOUT ROWID;

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
    run_id INTEGER
) STRICT;

CREATE TABLE claim_record (
    claim_record_id INTEGER PRIMARY KEY CHECK (claim_record_id = 1),
    claims INTEGER NOT NULL,
    file_inode INTEGER NOT NULL,
    file_birth_ns INTEGER NOT NULL,
    restored_boot_id TEXT,
    restored_boot_ms INTEGER,
    CHECK ((restored_boot_id IS NULL) = (restored_boot_ms IS NULL))
) STRICT;

CREATE TABLE client_key (
    client_key_id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    public_key BLOB NOT NULL
) STRICT;

CREATE TABLE database_identity (
    database_identity_id INTEGER PRIMARY KEY CHECK (database_identity_id = 1),
    database_id TEXT NOT NULL,
    restored_ms INTEGER,
    -- What the digests in forgotten_installation are made with.
    forget_key BLOB NOT NULL CHECK (length(forget_key) = 32),
    shard_index INTEGER,
    shard_count INTEGER,
    CHECK ((shard_index IS NULL) = (shard_count IS NULL)),
    CHECK (shard_index BETWEEN 0 AND shard_count - 1)
) STRICT;

CREATE TABLE forgotten_installation (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
    forgotten_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE installation (
    user_id INTEGER NOT NULL CHECK (user_id > 0),
    installation_id INTEGER NOT NULL CHECK (installation_id > 0),
    client_key_id INTEGER REFERENCES client_key,
    pinned_ms INTEGER,
    first_seen_ms INTEGER NOT NULL,
    pruned_before_s INTEGER,
    observations_from_s INTEGER,
    results_from_s INTEGER,
    items_pruned_before_s INTEGER,
    PRIMARY KEY (user_id, installation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE key_change (
    key_change_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    old_client_key_id INTEGER REFERENCES client_key,
    new_client_key_id INTEGER NOT NULL REFERENCES client_key,
    changed_ms INTEGER NOT NULL,
    run_id INTEGER,
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT;

CREATE TABLE late_report (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL REFERENCES report,
    found_ms INTEGER NOT NULL,
    run_id INTEGER,
    PRIMARY KEY (user_id, installation_id, report_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE latency (
    window_id INTEGER PRIMARY KEY REFERENCES window,
    received INTEGER NOT NULL,
    covered_s INTEGER NOT NULL,
    silent_s INTEGER NOT NULL,
    burst INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    impossible INTEGER NOT NULL,
    rtt_min_ns INTEGER, rtt_median_ns INTEGER, rtt_p75_ns INTEGER, rtt_p90_ns INTEGER, rtt_p95_ns INTEGER,
    rtt_p99_ns INTEGER, rtt_max_ns INTEGER,
    kept INTEGER NOT NULL,
    up_delay_median_ns INTEGER, up_delay_p95_ns INTEGER, up_delay_p99_ns INTEGER, up_variation_p95_ns INTEGER,
    down_delay_median_ns INTEGER, down_delay_p95_ns INTEGER, down_delay_p99_ns INTEGER, down_variation_p95_ns INTEGER
) STRICT;

CREATE TABLE latency_hour (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    hour_s INTEGER NOT NULL CHECK (hour_s % 3600 = 0),
    received INTEGER NOT NULL,
    covered_s INTEGER NOT NULL,
    silent_s INTEGER NOT NULL,
    burst INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    impossible INTEGER NOT NULL,
    rtt_min_ns INTEGER, rtt_median_ns INTEGER, rtt_p75_ns INTEGER, rtt_p90_ns INTEGER, rtt_p95_ns INTEGER,
    rtt_p99_ns INTEGER, rtt_max_ns INTEGER,
    kept INTEGER NOT NULL,
    up_delay_median_ns INTEGER, up_delay_p95_ns INTEGER, up_delay_p99_ns INTEGER, up_variation_p95_ns INTEGER,
    down_delay_median_ns INTEGER, down_delay_p95_ns INTEGER, down_delay_p99_ns INTEGER, down_variation_p95_ns INTEGER,
    PRIMARY KEY (user_id, installation_id, hour_s),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT, WITHOUT ROWID;

CREATE TABLE latency_minute (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    minute_s INTEGER NOT NULL CHECK (minute_s % 60 = 0),
    probes INTEGER NOT NULL,
    up_busy INTEGER NOT NULL,
    down_busy INTEGER NOT NULL,
    up_delay_median_ns INTEGER NOT NULL,
    up_delay_p95_ns INTEGER NOT NULL,
    down_delay_median_ns INTEGER NOT NULL,
    down_delay_p95_ns INTEGER NOT NULL,
    rtt_median_ns INTEGER NOT NULL,
    PRIMARY KEY (user_id, installation_id, minute_s),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT, WITHOUT ROWID;

CREATE TABLE link_rate (
    link_rate_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
    from_s INTEGER NOT NULL,
    mbps REAL CHECK (mbps > 0),
    set_ms INTEGER NOT NULL,
    run_id INTEGER
) STRICT;

CREATE TABLE merged_forget_key (
    forget_key BLOB PRIMARY KEY CHECK (length(forget_key) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE observation (
    observation_id INTEGER PRIMARY KEY,
    elapsed_residual_s INTEGER NOT NULL,
    initial_residual_ns INTEGER NOT NULL,
    upstream_residual_ns INTEGER NOT NULL,
    server_residual_ns INTEGER NOT NULL,
    downstream_residual_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE observation_exception (
    observation_id INTEGER PRIMARY KEY REFERENCES observation ON DELETE CASCADE,
    type TEXT NOT NULL,
    packet_size INTEGER NOT NULL
) STRICT;

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
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state = 'pending' OR state = 'sending' OR state = 'retry' OR
        state = 'held' OR state = 'uncertain' OR state = 'sent' OR state = 'dead' OR state = 'superseded' OR
        state = 'dropped'),
    attempts INTEGER NOT NULL DEFAULT 0,
    unclear_ends INTEGER NOT NULL DEFAULT 0,
    first_unclear_ms INTEGER,
    next_attempt_ms INTEGER,
    settle_boot_id TEXT,
    settle_until_boot_ms INTEGER,
    looked_up_ms INTEGER,
    held_for TEXT CHECK (held_for = 'address' OR held_for = 'user' OR held_for = 'installation' OR
        held_for = 'report'),
    last_status INTEGER,
    last_error TEXT,
    drop_reason TEXT,
    note TEXT,
    queued_ms INTEGER NOT NULL,
    claimed_ms INTEGER,
    sent_ms INTEGER,
    run_id INTEGER,
    CHECK ((source = 'imported') = (result_id IS NULL)),
    CHECK ((state = 'held') = (held_for IS NOT NULL)),
    CHECK ((settle_boot_id IS NULL) = (settle_until_boot_ms IS NULL)),
    CHECK (state = 'uncertain' OR settle_boot_id IS NULL),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT;

CREATE TABLE recent_delays (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    last_probe_s INTEGER NOT NULL,
    window_id INTEGER NOT NULL,
    probes BLOB NOT NULL,
    PRIMARY KEY (user_id, installation_id, last_probe_s, window_id)
) STRICT, WITHOUT ROWID;

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
    run_id INTEGER
) STRICT;

CREATE TABLE report (
    report_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    first_observation_s INTEGER NOT NULL,
    last_observation_s INTEGER NOT NULL,
    earliest_s INTEGER NOT NULL,
    latest_s INTEGER NOT NULL,
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
    first_reception_ns INTEGER NOT NULL,
    first_sent_ns INTEGER NOT NULL,
    first_final_ns INTEGER NOT NULL,
    first_observation_id INTEGER NOT NULL,
    exception_count INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    client_key_id INTEGER NOT NULL REFERENCES client_key,
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
    run_id INTEGER,
    observations_pruned_ms INTEGER,
    -- The digest fixes first_observation_s: this one index is the order of a client's reports and their uniqueness.
    UNIQUE (user_id, installation_id, first_observation_s, digest),
    FOREIGN KEY (user_id, installation_id) REFERENCES installation
) STRICT;

CREATE TABLE report_signature (
    report_id INTEGER PRIMARY KEY REFERENCES report,
    signature BLOB NOT NULL
) STRICT;

CREATE TABLE result (
    result_id INTEGER PRIMARY KEY,
    window_id INTEGER NOT NULL REFERENCES window,
    method TEXT NOT NULL,
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
    up_low REAL, down_low REAL,
    up_state TEXT CHECK (up_state = 'none' OR up_state = 'weak' OR up_state = 'clear'),
    down_state TEXT CHECK (down_state = 'none' OR down_state = 'weak' OR down_state = 'clear'),
    up_ceiling REAL, down_ceiling REAL,
    impossible INTEGER, short_trips INTEGER, dips INTEGER, cut_off INTEGER,
    skew_ms_per_s REAL,
    skew_source TEXT CHECK (skew_source = 'fitted' OR skew_source = 'carried' OR skew_source = 'fallback'),
    skew_horizon_min INTEGER,
    shortfall_ms REAL,
    held INTEGER,
    shifts TEXT CHECK (shifts IS NULL OR json_valid(shifts)),
    skipped_direction TEXT CHECK (skipped_direction IN ('up', 'down')),
    base_ms REAL,
    floor_sum_ms REAL,
    baseline_ms REAL,
    baseline_window_id INTEGER,
    since_s INTEGER,
    standing_ms REAL,
    standing_direction TEXT CHECK (standing_direction IN ('up', 'down')),
    earlier_skew_ms_per_s REAL, earlier_skew_window_id INTEGER,
    earlier_floor_sum_ms REAL, earlier_floor_sum_window_id INTEGER,
    earlier_since_s INTEGER, earlier_since_window_id INTEGER,
    route_start_s INTEGER, route_start_window_id INTEGER,
    history_changed INTEGER NOT NULL DEFAULT 0 CHECK (history_changed IN (0, 1)),
    computed_ms INTEGER NOT NULL,
    run_id INTEGER,
    superseded_ms INTEGER,
    publish_decision TEXT NOT NULL CHECK (publish_decision = 'queued' OR publish_decision = 'other_method' OR
        publish_decision = 'missing_value' OR publish_decision = 'reprocess' OR publish_decision = 'before_publish_from')
) STRICT;

CREATE TABLE run (
    run_id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    version TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    pid INTEGER,
    duration_ms INTEGER,
    exit_code INTEGER,
    reason TEXT,
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
    outcome TEXT NOT NULL CHECK (outcome IN ('stored', 'known')),
    report_id INTEGER NOT NULL REFERENCES report,
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
    rejected INTEGER NOT NULL,
    PRIMARY KEY (user_id, installation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unprocessed_report (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL REFERENCES report,
    PRIMARY KEY (user_id, installation_id, report_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unread_file (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    error TEXT NOT NULL,
    first_failed_ms INTEGER NOT NULL,
    last_failed_ms INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, installation_id, name)
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
    first_probe_s INTEGER NOT NULL,
    last_probe_s INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    observations INTEGER NOT NULL,
    distinct_observations INTEGER NOT NULL,
    run_id INTEGER,
    formed_ms INTEGER NOT NULL,
    superseded_ms INTEGER,
    superseded_run_id INTEGER,
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
    run_id INTEGER
) STRICT;

CREATE TABLE window_report (
    report_id INTEGER NOT NULL REFERENCES report,
    window_id INTEGER NOT NULL REFERENCES window,
    PRIMARY KEY (report_id, window_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX current_result ON result (window_id, method) WHERE superseded_ms IS NULL;

CREATE INDEX link_rate_of_installation ON link_rate (user_id, installation_id, direction, from_s);

CREATE INDEX outbox_held ON outbox (unclear_ends, last_s, outbox_id, next_attempt_ms) WHERE state = 'held';

CREATE INDEX outbox_held_address ON outbox (ip, next_attempt_ms) WHERE state = 'held' AND held_for = 'address';

CREATE INDEX outbox_held_installation ON outbox (user_id, installation_id, next_attempt_ms)
    WHERE state = 'held' AND held_for = 'installation';

CREATE INDEX outbox_held_user ON outbox (user_id, next_attempt_ms) WHERE state = 'held' AND held_for = 'user';

CREATE INDEX outbox_key ON outbox (user_id, installation_id, last_s);

CREATE INDEX outbox_open ON outbox (state, next_attempt_ms)
    WHERE state = 'sending' OR state = 'retry' OR state = 'held' OR state = 'uncertain' OR state = 'dead';

CREATE INDEX outbox_pending ON outbox (unclear_ends, last_s, outbox_id, next_attempt_ms) WHERE state = 'pending';

CREATE INDEX outbox_retry ON outbox (unclear_ends, last_s, outbox_id, next_attempt_ms) WHERE state = 'retry';

CREATE INDEX outbox_sent_ip ON outbox (ip, sent_ms) WHERE state = 'sent';

CREATE INDEX outbox_uncertain ON outbox (user_id, installation_id, last_s) WHERE state = 'uncertain';

CREATE INDEX rejected_folder ON rejected (path) WHERE reason = 'unreadable_folder';

CREATE INDEX report_of_time ON report (latest_s, earliest_s, observation_count, observations_pruned_ms);

CREATE INDEX report_of_window ON window_report (window_id);

CREATE INDEX report_unverified_key ON report (client_key_id) WHERE verified = 0;

CREATE INDEX result_history_changed ON result (window_id) WHERE history_changed = 1 AND superseded_ms IS NULL;

CREATE INDEX result_of_window ON result (window_id);

CREATE INDEX superseded_window_of_session ON window (session_report_id) WHERE superseded_ms IS NOT NULL;

CREATE INDEX window_of_installation ON window (user_id, installation_id, last_probe_s) WHERE superseded_ms IS NULL;

CREATE INDEX window_of_session ON window (session_report_id, first_report_s) WHERE superseded_ms IS NULL;

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

CREATE VIEW v_rejected AS
SELECT path,
       reason,
       detail,
       strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_ms / 1000, 'unixepoch') AS seen,
       strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_ms / 1000, 'unixepoch') AS first_seen,
       seen_count,
       size_bytes
  FROM rejected;

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
