-- SPDX-License-Identifier: MIT
DELETE FROM unread_file WHERE run_id <> ?1
