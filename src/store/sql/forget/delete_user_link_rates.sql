-- SPDX-License-Identifier: MIT
-- What was said of links before anything of them came.
DELETE FROM link_rate WHERE user_id = ?1
