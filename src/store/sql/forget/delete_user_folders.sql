-- SPDX-License-Identifier: MIT
DELETE FROM source_folder WHERE user_id = ?1
