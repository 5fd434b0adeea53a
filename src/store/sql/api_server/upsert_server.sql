-- SPDX-License-Identifier: MIT
INSERT INTO api_server (scheme, host, port, path, wait_until_ms, resolved_name, stores_odd_answers, last_accepted_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT DO UPDATE
   SET wait_until_ms = excluded.wait_until_ms,
       resolved_name = excluded.resolved_name,
       stores_odd_answers = excluded.stores_odd_answers,
       last_accepted_ms = excluded.last_accepted_ms
