-- SPDX-License-Identifier: MIT
INSERT INTO window_as (window_id, as_snapshot_id, address_kind, prefix, as_number, as_name, country, looked_up_ms,
                       run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (window_id) DO UPDATE
   SET as_snapshot_id = excluded.as_snapshot_id,
       address_kind = excluded.address_kind,
       prefix = excluded.prefix,
       as_number = excluded.as_number,
       as_name = excluded.as_name,
       country = excluded.country,
       looked_up_ms = excluded.looked_up_ms,
       run_id = excluded.run_id
