-- SPDX-License-Identifier: MIT
CREATE TEMP TABLE chosen (
    user_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, installation_id)
) WITHOUT ROWID;
CREATE TEMP TABLE copied_key (
    old_id INTEGER PRIMARY KEY,
    new_id INTEGER NOT NULL
);
CREATE TEMP TABLE copied_snapshot (
    old_id INTEGER PRIMARY KEY,
    new_id INTEGER NOT NULL,
    is_new INTEGER NOT NULL
);
