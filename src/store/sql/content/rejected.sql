-- SPDX-License-Identifier: MIT
SELECT path, reason, detail, digest, size_bytes FROM rejected
