-- SPDX-License-Identifier: MIT
DELETE FROM temp.chosen;
DELETE FROM temp.copied_key;
DELETE FROM temp.copied_snapshot;
