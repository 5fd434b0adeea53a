-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, count(*) FROM report GROUP BY user_id, installation_id
