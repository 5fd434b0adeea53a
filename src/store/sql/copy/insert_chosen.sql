-- SPDX-License-Identifier: MIT
INSERT INTO temp.chosen (user_id, installation_id) VALUES (?1, ?2)
