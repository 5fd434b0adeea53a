-- SPDX-License-Identifier: MIT
UPDATE result SET superseded_ms = ?2 WHERE result_id = ?1 AND superseded_ms IS NULL
