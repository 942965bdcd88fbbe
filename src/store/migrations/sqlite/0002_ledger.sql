-- SPDX-License-Identifier: EUPL-1.2
-- The ledger (docs/formats/ledger.md). Rows are written once; corrections of the receipt date are rows of their own.
CREATE TABLE ledger_counter (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    last BIGINT NOT NULL
);
INSERT INTO ledger_counter (only_row, last) VALUES (1, 0);

CREATE TABLE item (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    arrived_at BIGINT NOT NULL,
    receipt_date TEXT NOT NULL,
    date_source TEXT NOT NULL,
    channel TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    size_bytes BIGINT NOT NULL CHECK (size_bytes > 0),
    is_plain_text INTEGER NOT NULL,
    blob_id TEXT NOT NULL UNIQUE,
    wrapped_key TEXT NOT NULL,
    sealed TEXT NOT NULL,
    sealed_note TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    identical_to TEXT NOT NULL
);
CREATE INDEX item_fingerprint ON item (fingerprint, number);
CREATE INDEX item_identical_to ON item (identical_to, number) WHERE identical_to <> '';

CREATE TABLE arrival (
    key_token TEXT PRIMARY KEY,
    number BIGINT NOT NULL REFERENCES item (number)
) WITHOUT ROWID;

CREATE TABLE receipt_date_correction (
    number BIGINT NOT NULL REFERENCES item (number),
    sequence BIGINT NOT NULL,
    receipt_date TEXT NOT NULL,
    source TEXT NOT NULL,
    sealed_reason TEXT NOT NULL,
    corrected_by TEXT NOT NULL,
    corrected_at BIGINT NOT NULL,
    PRIMARY KEY (number, sequence)
) WITHOUT ROWID;

CREATE TABLE kept_blob (
    blob_id TEXT PRIMARY KEY,
    number BIGINT NOT NULL REFERENCES item (number)
) WITHOUT ROWID;

CREATE TRIGGER item_stays BEFORE UPDATE OF number, id, arrived_at, receipt_date, date_source, channel, entered_by,
    size_bytes, is_plain_text, blob_id, fingerprint, identical_to ON item
BEGIN
    SELECT RAISE(ABORT, 'a ledger row is never changed');
END;
CREATE TRIGGER receipt_date_correction_stays BEFORE UPDATE ON receipt_date_correction
BEGIN
    SELECT RAISE(ABORT, 'a correction is never changed');
END;
