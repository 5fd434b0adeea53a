-- SPDX-License-Identifier: MIT
DELETE FROM rejected WHERE path = ?1
