-- SPDX-License-Identifier: MIT
INSERT INTO main.source_folder (user_id, installation_id, device, inode, mtime_ns, files, unfinished, rejected)
SELECT f.user_id, f.installation_id, f.device, f.inode, f.mtime_ns, f.files, f.unfinished, f.rejected
  FROM source.source_folder AS f
 CROSS JOIN temp.chosen AS c ON c.user_id = f.user_id AND c.installation_id = f.installation_id
