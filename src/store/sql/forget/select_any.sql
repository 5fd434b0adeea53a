-- SPDX-License-Identifier: MIT
SELECT 1 FROM forgotten_installation LIMIT 1
