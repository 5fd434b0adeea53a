-- SPDX-License-Identifier: MIT
SELECT 1 FROM unread_file LIMIT 1
