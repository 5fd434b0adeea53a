-- SPDX-License-Identifier: MIT
SELECT name, value FROM setting
