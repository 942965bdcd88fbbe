-- SPDX-License-Identifier: EUPL-1.2
-- What stands of each finding that somebody decided on, for figures (docs/formats/inbox.md): derived from decisions,
-- without a word of the letter. Days are counted from 1970-01-01 in the authority's time zone.
CREATE TABLE decision_outcome (
    number BIGINT NOT NULL REFERENCES item (number),
    finding TEXT NOT NULL,
    function_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    unit BIGINT NOT NULL,
    day BIGINT NOT NULL,
    decided_by TEXT NOT NULL,
    PRIMARY KEY (number, finding)
) WITHOUT ROWID;
-- Holds all that figures need, so that they never touch the table.
CREATE INDEX decision_outcome_day ON decision_outcome (function_key, day, unit, kind, outcome, decided_by);
