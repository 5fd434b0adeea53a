-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, files, unfinished, rejected FROM source_folder
