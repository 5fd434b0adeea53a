-- SPDX-License-Identifier: MIT
SELECT reason, detail, digest FROM rejected WHERE path = ?1
