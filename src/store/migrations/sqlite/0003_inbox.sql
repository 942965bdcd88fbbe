-- SPDX-License-Identifier: EUPL-1.2
-- The inbox (docs/formats/inbox.md). States: 0 waiting, 1 ready, 2 needs a person, 3 closed.
CREATE TABLE inbox (
    number INTEGER PRIMARY KEY REFERENCES item (number),
    state INTEGER NOT NULL,
    state_before INTEGER NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    version BIGINT NOT NULL,
    decisions BIGINT NOT NULL,
    run BIGINT NOT NULL,
    card TEXT NOT NULL,
    tokens TEXT NOT NULL
);
CREATE INDEX inbox_open ON inbox (number) WHERE state <> 3;
CREATE INDEX inbox_state ON inbox (state, number);

CREATE TABLE inbox_token (
    token BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state INTEGER NOT NULL,
    PRIMARY KEY (token, number)
) WITHOUT ROWID;

CREATE TABLE inbox_count (
    state INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    items BIGINT NOT NULL,
    PRIMARY KEY (state, shard)
) WITHOUT ROWID;
INSERT INTO inbox_count (state, shard, items) VALUES (0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0);

CREATE TABLE reading (
    number BIGINT NOT NULL REFERENCES item (number),
    run BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    sealed_document TEXT NOT NULL,
    sealed_understanding TEXT NOT NULL,
    PRIMARY KEY (number, run)
);

CREATE TABLE derived_part (
    number BIGINT NOT NULL REFERENCES item (number),
    run BIGINT NOT NULL,
    part BIGINT NOT NULL,
    blob_id TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (number, run, part)
);

CREATE TABLE decision (
    number BIGINT NOT NULL REFERENCES item (number),
    finding TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (number, finding, version)
);

CREATE TABLE state_change (
    number BIGINT NOT NULL REFERENCES item (number),
    version BIGINT NOT NULL,
    state_from INTEGER NOT NULL,
    state_to INTEGER NOT NULL,
    sealed_reason TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (number, version)
);

CREATE TRIGGER decision_stays BEFORE UPDATE ON decision
BEGIN
    SELECT RAISE(ABORT, 'a decision is never changed');
END;
CREATE TRIGGER state_change_stays BEFORE UPDATE ON state_change
BEGIN
    SELECT RAISE(ABORT, 'a change of state is never changed');
END;
