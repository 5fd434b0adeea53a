-- SPDX-License-Identifier: MIT
INSERT INTO main.source_file (user_id, installation_id, name, size_bytes, mtime_ns, inode, outcome, report_id)
SELECT f.user_id, f.installation_id, f.name, f.size_bytes, f.mtime_ns, f.inode, f.outcome, f.report_id + @report
  FROM source.source_file AS f
 CROSS JOIN temp.chosen AS c ON c.user_id = f.user_id AND c.installation_id = f.installation_id
