-- SPDX-License-Identifier: MIT
-- The next prune looks at them again.
UPDATE installation
   SET observations_from_s = min(observations_from_s, ?3)
 WHERE user_id = ?1 AND installation_id = ?2
