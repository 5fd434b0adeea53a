-- SPDX-License-Identifier: MIT
INSERT OR IGNORE INTO main.client_key (digest, public_key)
SELECT digest, public_key FROM source.client_key ORDER BY client_key_id
