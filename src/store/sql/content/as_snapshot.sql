-- SPDX-License-Identifier: MIT
SELECT content, valid_from_s, format, digest, prefixes, names, pruned_ms IS NULL FROM as_snapshot
