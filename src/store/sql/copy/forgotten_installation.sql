-- SPDX-License-Identifier: MIT
-- Nobody can tell whose they are: each part of a database that is split has all of them.
INSERT OR IGNORE INTO main.forgotten_installation (digest, forgotten_ms)
SELECT digest, forgotten_ms FROM source.forgotten_installation
