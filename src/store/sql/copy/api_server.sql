-- SPDX-License-Identifier: MIT
-- Of a server that several know: the longest wait, the later success; an odd answer is trusted only if all trust it.
INSERT INTO main.api_server (scheme, host, port, path, wait_until_ms, resolved_name, stores_odd_answers, last_accepted_ms)
SELECT scheme, host, port, path, wait_until_ms, resolved_name, stores_odd_answers, last_accepted_ms
  FROM source.api_server
 WHERE true
ON CONFLICT (scheme, host, port, path) DO UPDATE
   SET wait_until_ms = coalesce(max(wait_until_ms, excluded.wait_until_ms), wait_until_ms, excluded.wait_until_ms),
       resolved_name = coalesce(resolved_name, excluded.resolved_name),
       stores_odd_answers = min(stores_odd_answers, excluded.stores_odd_answers),
       last_accepted_ms = coalesce(max(last_accepted_ms, excluded.last_accepted_ms), last_accepted_ms, excluded.last_accepted_ms)
