-- SPDX-License-Identifier: MIT
-- Whether the database has anything of any installation.
SELECT EXISTS (SELECT 1 FROM installation) OR EXISTS (SELECT 1 FROM source_folder) OR EXISTS (SELECT 1 FROM rejected)
