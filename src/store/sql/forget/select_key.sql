-- SPDX-License-Identifier: MIT
SELECT forget_key FROM database_identity
