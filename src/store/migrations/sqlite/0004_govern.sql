-- SPDX-License-Identifier: EUPL-1.2
-- The switchboard: each change of a function's mode is a row that stays; the newest row of a function is its mode.
CREATE TABLE mode_change (
    sequence INTEGER PRIMARY KEY,
    function_key TEXT NOT NULL,
    change_number BIGINT NOT NULL,
    mode_before TEXT NOT NULL,
    mode TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (function_key, change_number)
);

CREATE TRIGGER mode_change_stays BEFORE UPDATE ON mode_change
BEGIN
    SELECT RAISE(ABORT, 'a change of a mode is never changed');
END;
CREATE TRIGGER mode_change_remains BEFORE DELETE ON mode_change
BEGIN
    SELECT RAISE(ABORT, 'a change of a mode is never deleted');
END;
