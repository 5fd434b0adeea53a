-- SPDX-License-Identifier: MIT
SELECT pruned_before_s FROM installation WHERE user_id = ?1 AND installation_id = ?2
