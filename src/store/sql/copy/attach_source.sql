-- SPDX-License-Identifier: MIT
ATTACH DATABASE ?1 AS source
