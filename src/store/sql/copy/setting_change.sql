-- SPDX-License-Identifier: MIT
-- Databases that were split from one have the same history.
INSERT INTO main.setting_change (name, old_value, new_value, changed_ms)
SELECT name, old_value, new_value, changed_ms
  FROM source.setting_change AS c
 WHERE NOT EXISTS (SELECT 1
                     FROM main.setting_change AS known
                    WHERE known.name = c.name AND known.old_value IS c.old_value AND known.new_value IS c.new_value
                      AND known.changed_ms = c.changed_ms)
 ORDER BY setting_change_id
