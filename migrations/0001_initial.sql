-- SPDX-License-Identifier: MIT
-- The whole of tixdb's data. Conventions: STRICT tables, singular names, UTC integers with the unit in the name
-- (_s seconds, _ms milliseconds since 1970; _ns nanoseconds), no meaning in row ids, so that databases of disjoint
-- installations can be merged. docs/database.md describes every column.

-- One row per run of a command that writes. `prune --runs-older-than` takes old ones: what says run_id elsewhere may name
-- a row that is gone, and so is no foreign key.
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

-- Settings that shape the data. Only `config set` and the options that say so change them; setting_change keeps each
-- change.
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

-- One row: which database this is, and when it was last put back from a backup. It does not know what was sent between
-- the backup and its restore: publish asks tix-api about every item that may have been. Where the installations are
-- spread over several databases, which part of them this one has.
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
INSERT INTO database_identity (database_identity_id, database_id, forget_key)
VALUES (1, lower(hex(randomblob(16))), randomblob(32));

-- Installations whose data was deleted by `forget`, so that their files are not taken again: HMAC-SHA-256, with this
-- database's forget_key or one of merged_forget_key, of "<user_id>/<installation_id>", or of "<user_id>/" for all of a user.
CREATE TABLE forgotten_installation (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
    forgotten_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys of the databases that were merged into this one: digests in forgotten_installation may be made with any of them.
CREATE TABLE merged_forget_key (
    forget_key BLOB PRIMARY KEY CHECK (length(forget_key) = 32)
) STRICT, WITHOUT ROWID;

-- Each public key once.
CREATE TABLE client_key (
    client_key_id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    public_key BLOB NOT NULL
) STRICT;

-- Clients, by the ids that everything refers to, and the public key that each is pinned to once a verified report came;
-- and how far each is pruned: reports that begin before pruned_before_s are refused unless they are known, those that begin
-- before observations_from_s have no observations, windows that end before results_from_s are gone, and items of the outbox that
-- are done may be gone if they are of a time before items_pruned_before_s.
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

-- Changes of the key that an installation is pinned to, by `trust`.
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

-- All reports of a stretch of time, whosever they are; and what all have together, without reading them.
CREATE INDEX report_of_time ON report (latest_s, earliest_s, observation_count, observations_pruned_ms);

-- What a report is signed with, apart from its row, so that whole pages become free once pruning takes them.
CREATE TABLE report_signature (
    report_id INTEGER PRIMARY KEY REFERENCES report,
    signature BLOB NOT NULL
) STRICT;

-- Whose key is pinned nowhere, perhaps: with `ingest --no-verify-signature` alone.
CREATE INDEX report_unverified_key ON report (client_key_id) WHERE verified = 0;

-- A report's observations have the ids from its first_observation_id on, in message order, and nobody else has those: no
-- column says which report's they are, and rows are only ever appended. As differences to the report's first
-- observation, so that most integers are short; v_observation gives them back as received.
CREATE TABLE observation (
    observation_id INTEGER PRIMARY KEY,
    elapsed_residual_s INTEGER NOT NULL,
    initial_residual_ns INTEGER NOT NULL,
    upstream_residual_ns INTEGER NOT NULL,
    server_residual_ns INTEGER NOT NULL,
    downstream_residual_ns INTEGER NOT NULL
) STRICT;

-- The observations whose type or packet size is not that of their report's first: few, if any.
CREATE TABLE observation_exception (
    observation_id INTEGER PRIMARY KEY REFERENCES observation ON DELETE CASCADE,
    type TEXT NOT NULL,
    packet_size INTEGER NOT NULL
) STRICT;

-- Files whose report is stored: unchanged, they are not read again. Those that were refused are in rejected.
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

-- Folders as they were when they were last listed: unchanged, they are not listed again, unless they hold files that
-- have to be looked at again. A folder may hold refused files only, so it need not be an installation's.
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

-- There are few of these, and every query of v_gap asks for them.
CREATE INDEX rejected_folder ON rejected (path) WHERE reason = 'unreadable_folder';

-- Report files that are there and could not be read, for a reason that may pass (a failing disk, too many open
-- files): process leaves their installations alone until they are read or refused.
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

-- Reports that process has not looked at yet.
CREATE TABLE unprocessed_report (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL REFERENCES report,
    PRIMARY KEY (user_id, installation_id, report_id)
) STRICT, WITHOUT ROWID;

-- Reports that came after the windows around them were formed; reprocess takes them in.
CREATE TABLE late_report (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL REFERENCES report,
    found_ms INTEGER NOT NULL,
    run_id INTEGER,
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
CREATE INDEX window_of_installation ON window (user_id, installation_id, last_probe_s) WHERE superseded_ms IS NULL;
CREATE INDEX window_of_session ON window (session_report_id, first_report_s) WHERE superseded_ms IS NULL;
CREATE INDEX superseded_window_of_session ON window (session_report_id) WHERE superseded_ms IS NOT NULL;

CREATE TABLE window_report (
    report_id INTEGER NOT NULL REFERENCES report,
    window_id INTEGER NOT NULL REFERENCES window,
    PRIMARY KEY (report_id, window_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_of_window ON window_report (window_id);

-- Windows that a value was taken from (baseline_window_id and others) may be gone: `prune --results-older-than`.
-- Checks name their values one by one, here and in outbox: for IN with more than two of them SQLite makes a table of its
-- own at every insert.
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
CREATE UNIQUE INDEX current_result ON result (window_id, method) WHERE superseded_ms IS NULL;
CREATE INDEX result_of_window ON result (window_id);
-- Results that reprocess has to compute again: few, if any.
CREATE INDEX result_history_changed ON result (window_id) WHERE history_changed = 1 AND superseded_ms IS NULL;

-- How long the recent probes of a window took and how many came back: one row per window, computed with its `queueing`
-- result and replaced with it. docs/methods.md#latency-and-loss.
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

-- The same of whole UTC hours, each observation counted once. What a pruned observation said stays in its hour.
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

-- UTC minutes with at least 30 kept probes: what latency under load is worked out from, by day.
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

-- What the kept probes of an installation's latest windows waited, so that an hour that is not over need not compute its
-- windows again with each new one. A cache: what is missing in it is computed.
CREATE TABLE recent_delays (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    last_probe_s INTEGER NOT NULL,
    window_id INTEGER NOT NULL,
    probes BLOB NOT NULL,
    PRIMARY KEY (user_id, installation_id, last_probe_s, window_id)
) STRICT, WITHOUT ROWID;

-- What a result of `adaptive` rests on, one row for each. A sketch is 40 counts of 32 bits, the least byte first; kernel
-- windows are a list of window_ids.
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

-- What operators said of links' rates, in Mb/s, from a time on: of the rows that begin by then the one that begins last
-- counts, of those that begin at the same time the latest row. Without a rate: not known any more. Never changed.
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
CREATE INDEX link_rate_of_installation ON link_rate (user_id, installation_id, direction, from_s);

-- What is sent, frozen; exactly the results whose publish_decision is 'queued' have a row.
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
-- sent, superseded and dropped rows, by far the most, are in none of these but outbox_key and outbox_sent_ip. A partial
-- index serves a query only if it says `state = '…'` with one of these very terms.
CREATE INDEX outbox_pending ON outbox (unclear_ends, last_s, outbox_id, next_attempt_ms) WHERE state = 'pending';
CREATE INDEX outbox_retry ON outbox (unclear_ends, last_s, outbox_id, next_attempt_ms) WHERE state = 'retry';
CREATE INDEX outbox_held ON outbox (unclear_ends, last_s, outbox_id, next_attempt_ms) WHERE state = 'held';
CREATE INDEX outbox_uncertain ON outbox (user_id, installation_id, last_s) WHERE state = 'uncertain';
CREATE INDEX outbox_open ON outbox (state, next_attempt_ms)
    WHERE state = 'sending' OR state = 'retry' OR state = 'held' OR state = 'uncertain' OR state = 'dead';
CREATE INDEX outbox_held_address ON outbox (ip, next_attempt_ms) WHERE state = 'held' AND held_for = 'address';
CREATE INDEX outbox_held_user ON outbox (user_id, next_attempt_ms) WHERE state = 'held' AND held_for = 'user';
CREATE INDEX outbox_held_installation ON outbox (user_id, installation_id, next_attempt_ms)
    WHERE state = 'held' AND held_for = 'installation';
CREATE INDEX outbox_key ON outbox (user_id, installation_id, last_s);
CREATE INDEX outbox_sent_ip ON outbox (ip, sent_ms) WHERE state = 'sent';

-- What is known of the servers that results are published to, kept from run to run.
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

-- One row, made with the first claim: how many there were, and in which file. By it publish notices that a database was
-- restored, copied or moved, before it sends again what that has forgotten.
CREATE TABLE claim_record (
    claim_record_id INTEGER PRIMARY KEY CHECK (claim_record_id = 1),
    claims INTEGER NOT NULL,
    file_inode INTEGER NOT NULL,
    file_birth_ns INTEGER NOT NULL,
    restored_boot_id TEXT,
    restored_boot_ms INTEGER,
    CHECK ((restored_boot_id IS NULL) = (restored_boot_ms IS NULL))
) STRICT;

-- The tables that tell which network an address belongs to: a snapshot holds the prefixes of one address family, or
-- names of autonomous systems alone. Pruning deletes the prefixes and names; the row stays for the windows that used it.
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

-- The longest prefix that contains an address is the last one that begins at or before it, or one of those around that
-- one: each has the length of the next shorter prefix around it. Without AS numbers it is not routed (AS 0).
CREATE TABLE as_prefix (
    as_snapshot_id INTEGER NOT NULL REFERENCES as_snapshot,
    first_address BLOB NOT NULL CHECK (length(first_address) IN (4, 16)),
    prefix_length INTEGER NOT NULL CHECK (prefix_length BETWEEN 1 AND 128),
    parent_length INTEGER CHECK (parent_length < prefix_length),
    as_numbers TEXT,
    country TEXT,
    PRIMARY KEY (as_snapshot_id, first_address, prefix_length)
) STRICT, WITHOUT ROWID;

CREATE TABLE as_name (
    as_snapshot_id INTEGER NOT NULL REFERENCES as_snapshot,
    as_number INTEGER NOT NULL CHECK (as_number BETWEEN 0 AND 4294967295),
    name TEXT NOT NULL,
    PRIMARY KEY (as_snapshot_id, as_number)
) STRICT, WITHOUT ROWID;

-- The network of a window, as it was looked up when the window was processed; only `asn refresh` changes it.
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

-- Which migrations made this database, and which text of schema/views.sql its views have.
CREATE TABLE schema_migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_ms INTEGER NOT NULL,
    program_version TEXT NOT NULL
) STRICT;

CREATE TABLE schema_views (
    digest TEXT NOT NULL
) STRICT;
