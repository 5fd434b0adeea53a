-- SPDX-License-Identifier: MIT
SELECT max(latest_s) FROM report
