-- SPDX-License-Identifier: MIT
SELECT name, value, changed_ms FROM setting ORDER BY name
