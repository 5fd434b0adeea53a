-- SPDX-License-Identifier: MIT
SELECT 1 FROM forgotten_installation WHERE digest = ?1 OR digest = ?2
