-- SPDX-License-Identifier: MIT
-- One row per fault of the file: pages, indexes, NOT NULL and CHECK constraints.
SELECT integrity_check FROM pragma_integrity_check(1000000) WHERE integrity_check <> 'ok'
