-- SPDX-License-Identifier: MIT
-- A restore that was noticed earlier is no longer of interest; one that is noticed with a clock set back must not
-- shorten what is still to be looked up.
UPDATE database_identity SET restored_ms = max(?1, coalesce(restored_ms, ?1));
