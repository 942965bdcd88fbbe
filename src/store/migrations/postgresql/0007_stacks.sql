-- SPDX-License-Identifier: EUPL-1.2
-- Stacks (docs/formats/inbox.md): what was split, joined and taken back, where each part came from, and the
-- scanning office's transfer note. Rows are only ever added.
CREATE TABLE transfer_note (
    number BIGINT PRIMARY KEY REFERENCES item (number),
    sealed TEXT NOT NULL
);

-- kind: split, join, dismiss. means: separator, content, hand. made_by: empty where a separator sheet did it.
CREATE TABLE stack_step (
    number BIGINT NOT NULL REFERENCES item (number),
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    means TEXT NOT NULL,
    part BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    reason_before TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (number, sequence)
);

CREATE TABLE stack_step_undone (
    number BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    undone_by TEXT NOT NULL,
    undone_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (number, sequence),
    FOREIGN KEY (number, sequence) REFERENCES stack_step (number, sequence)
);

-- The items of a step: what was split off, with its pages, or what was joined to the leading item.
CREATE TABLE stack_part (
    number BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    item BIGINT NOT NULL REFERENCES item (number),
    page_first BIGINT NOT NULL,
    page_last BIGINT NOT NULL,
    reason_before TEXT NOT NULL,
    PRIMARY KEY (number, sequence, item),
    FOREIGN KEY (number, sequence) REFERENCES stack_step (number, sequence)
);
CREATE INDEX stack_part_item ON stack_part (item);

CREATE TRIGGER transfer_note_stays BEFORE UPDATE ON transfer_note
    FOR EACH ROW EXECUTE FUNCTION row_stays();
CREATE TRIGGER stack_step_stays BEFORE UPDATE ON stack_step
    FOR EACH ROW EXECUTE FUNCTION row_stays();
CREATE TRIGGER stack_step_undone_stays BEFORE UPDATE ON stack_step_undone
    FOR EACH ROW EXECUTE FUNCTION row_stays();
CREATE TRIGGER stack_part_stays BEFORE UPDATE ON stack_part
    FOR EACH ROW EXECUTE FUNCTION row_stays();
