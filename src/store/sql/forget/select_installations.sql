-- SPDX-License-Identifier: MIT
-- Those of user ?1, or the one with the id ?2 if it is given.
SELECT user_id, installation_id FROM installation WHERE user_id = ?1 AND (?2 IS NULL OR installation_id = ?2)
