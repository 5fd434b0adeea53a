-- SPDX-License-Identifier: MIT
SELECT results_from_s FROM installation WHERE user_id = ?1 AND installation_id = ?2
