-- SPDX-License-Identifier: MIT
-- What the file system says of a file (times, numbers) decides whether it is read again, and is no content.
SELECT f.user_id, f.installation_id, f.name, f.size_bytes, f.outcome, r.digest
  FROM source_file AS f
  LEFT JOIN report AS r USING (report_id)
