-- SPDX-License-Identifier: EUPL-1.2
-- The journal of governance (docs/formats/governance-journal.md): what the authority said and did about a function.
-- Only appended; whether a gate is open is worked out from it and stands nowhere. A body is emptied where the law asks
-- for deletion; its row stays.
CREATE TABLE governance_record (
    sequence INTEGER PRIMARY KEY,
    function_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    number BIGINT NOT NULL,
    example BIGINT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    body TEXT,
    UNIQUE (function_key, kind, subject, number)
);

CREATE TRIGGER governance_record_stays BEFORE UPDATE ON governance_record
WHEN NEW.body IS NOT NULL OR NEW.sequence <> OLD.sequence OR NEW.function_key <> OLD.function_key
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.number <> OLD.number
    OR NEW.example <> OLD.example OR NEW.written_by <> OLD.written_by OR NEW.written_at <> OLD.written_at
BEGIN
    SELECT RAISE(ABORT, 'a record of governance is never changed');
END;
CREATE TRIGGER governance_record_remains BEFORE DELETE ON governance_record
BEGIN
    SELECT RAISE(ABORT, 'a record of governance is never deleted');
END;
