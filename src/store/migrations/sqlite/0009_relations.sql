-- SPDX-License-Identifier: EUPL-1.2
-- Relations of items (docs/formats/relations.md). All but decisions is derived from readings and replaced by a later one.
CREATE TABLE relation_trace (
    number INTEGER PRIMARY KEY REFERENCES item (number),
    run BIGINT NOT NULL,
    tokens TEXT NOT NULL,
    sealed TEXT NOT NULL
);

CREATE TABLE relation_token (
    token BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (token, number)
) WITHOUT ROWID;

-- number: the later item, other: the earlier one.
CREATE TABLE relation (
    number BIGINT NOT NULL REFERENCES item (number),
    other BIGINT NOT NULL REFERENCES item (number),
    run BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (number, other)
) WITHOUT ROWID;
CREATE INDEX relation_other ON relation (other, number);

CREATE TABLE relation_decision (
    number BIGINT NOT NULL REFERENCES item (number),
    other BIGINT NOT NULL REFERENCES item (number),
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (number, other, version)
) WITHOUT ROWID;
CREATE INDEX relation_decision_other ON relation_decision (other);

CREATE TRIGGER relation_decision_stays BEFORE UPDATE ON relation_decision
BEGIN
    SELECT RAISE(ABORT, 'a decision is never changed');
END;
