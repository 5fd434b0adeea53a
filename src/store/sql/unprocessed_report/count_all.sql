-- SPDX-License-Identifier: MIT
SELECT count(*) FROM unprocessed_report
