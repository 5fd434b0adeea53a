-- SPDX-License-Identifier: MIT
SELECT client_key_id FROM client_key WHERE digest = ?1
