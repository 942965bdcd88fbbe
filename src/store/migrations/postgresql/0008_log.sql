-- SPDX-License-Identifier: EUPL-1.2
-- Entries of the tamper-evident log (docs/formats/log-entries.md). An entry outlives what it is about: no references.
CREATE TABLE log_entry (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    position BIGINT,
    leaf TEXT NOT NULL,
    type TEXT NOT NULL,
    at BIGINT NOT NULL,
    item BIGINT
);
-- Each entry stands in one of the two: the one without a position, or the one of the log's order.
CREATE UNIQUE INDEX log_entry_position ON log_entry (position) WHERE position IS NOT NULL;
CREATE INDEX log_entry_waiting ON log_entry (id) WHERE position IS NULL;
CREATE INDEX log_entry_item ON log_entry (item, id) WHERE item IS NOT NULL;
-- Lists narrow a million entries down by time and type.
CREATE INDEX log_entry_at ON log_entry (at, id);
CREATE INDEX log_entry_type ON log_entry (type, at, id);

-- Record and salt, sealed; deleting the row makes the entry meaningless.
CREATE TABLE log_opening (
    id BIGINT PRIMARY KEY,
    sealed TEXT NOT NULL
);

CREATE TABLE log_sequence (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    next BIGINT NOT NULL
);
INSERT INTO log_sequence (only_row, next) VALUES (1, 0);

CREATE TRIGGER log_entry_stays BEFORE UPDATE OF id, leaf ON log_entry
    FOR EACH ROW EXECUTE FUNCTION row_stays();
-- Once record and salt are gone, what they were about may be emptied, and nothing else.
CREATE FUNCTION log_entry_only_empties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.type <> '' OR NEW.at <> 0 OR NEW.item IS NOT NULL
        OR EXISTS (SELECT 1 FROM log_opening WHERE id = OLD.id) THEN
        RAISE EXCEPTION 'an entry is never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER log_entry_only_empties BEFORE UPDATE OF type, at, item ON log_entry
    FOR EACH ROW EXECUTE FUNCTION log_entry_only_empties();
CREATE TRIGGER log_entry_keeps_position BEFORE UPDATE OF position ON log_entry
    FOR EACH ROW WHEN (OLD.position IS NOT NULL) EXECUTE FUNCTION row_stays();
CREATE TRIGGER log_entry_remains BEFORE DELETE ON log_entry
    FOR EACH ROW EXECUTE FUNCTION row_stays();
CREATE TRIGGER log_opening_stays BEFORE UPDATE ON log_opening
    FOR EACH ROW EXECUTE FUNCTION row_stays();
