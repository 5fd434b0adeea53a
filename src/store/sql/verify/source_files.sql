-- SPDX-License-Identifier: MIT
SELECT format('file %d/%d/%s: its report %d is of another installation', f.user_id, f.installation_id, f.name,
              f.report_id)
  FROM source_file AS f
  JOIN report AS r USING (report_id)
 WHERE (r.user_id, r.installation_id) <> (f.user_id, f.installation_id)
