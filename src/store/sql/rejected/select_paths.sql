-- SPDX-License-Identifier: MIT
SELECT path FROM rejected WHERE reason = ?1
