-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, observations_from_s, results_from_s
  FROM installation
 ORDER BY user_id, installation_id
