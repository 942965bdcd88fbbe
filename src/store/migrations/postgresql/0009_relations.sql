-- SPDX-License-Identifier: EUPL-1.2
-- Relations of items (docs/formats/relations.md). All but decisions is derived from readings and replaced by a later one.
CREATE TABLE relation_trace (
    number BIGINT PRIMARY KEY REFERENCES item (number),
    run BIGINT NOT NULL,
    tokens TEXT NOT NULL,
    sealed TEXT NOT NULL
);

CREATE TABLE relation_token (
    token BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (token, number)
);

-- number: the later item, other: the earlier one.
CREATE TABLE relation (
    number BIGINT NOT NULL REFERENCES item (number),
    other BIGINT NOT NULL REFERENCES item (number),
    run BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (number, other)
);
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
);
CREATE INDEX relation_decision_other ON relation_decision (other);

CREATE TRIGGER relation_decision_stays BEFORE UPDATE ON relation_decision
    FOR EACH ROW EXECUTE FUNCTION row_stays();
