-- SPDX-License-Identifier: MIT
SELECT forget_key FROM database_identity
UNION
SELECT forget_key FROM merged_forget_key
