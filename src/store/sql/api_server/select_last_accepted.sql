-- SPDX-License-Identifier: MIT
SELECT max(last_accepted_ms) FROM api_server
