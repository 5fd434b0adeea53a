-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, name, error FROM unread_file
