-- SPDX-License-Identifier: MIT
UPDATE api_server SET wait_until_ms = NULL WHERE wait_until_ms IS NOT NULL
