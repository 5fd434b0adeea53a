-- SPDX-License-Identifier: MIT
SELECT format('%s row %s: what it names in %s is not there', "table", coalesce(rowid, '?'), parent)
  FROM pragma_foreign_key_check
