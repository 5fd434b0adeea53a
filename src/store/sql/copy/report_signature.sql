-- SPDX-License-Identifier: MIT
INSERT INTO main.report_signature (report_id, signature)
SELECT s.report_id + @report, s.signature
  FROM source.report AS r
 CROSS JOIN temp.chosen AS c ON c.user_id = r.user_id AND c.installation_id = r.installation_id
 CROSS JOIN source.report_signature AS s ON s.report_id = r.report_id
 WHERE r.report_id > @after AND r.report_id <= @through
