-- SPDX-License-Identifier: EUPL-1.2
-- How long a letter waited until somebody closed it, for figures of groups of letters (docs/formats/inbox.md): derived,
-- without a word of the letter and without a trait of who wrote it. Days are counted from 1970-01-01 in the
-- authority's time zone; waited: -1 while nobody has closed it.
CREATE TABLE waiting (
    number BIGINT PRIMARY KEY REFERENCES item (number),
    arrived BIGINT NOT NULL,
    traits TEXT NOT NULL,
    shown TEXT NOT NULL,
    waited BIGINT NOT NULL,
    closed_by TEXT NOT NULL
);
-- Holds all that figures need, so that they never touch the table.
CREATE INDEX waiting_arrived ON waiting (arrived, traits, shown, waited, closed_by);
-- An index alone answers only for pages that were tidied up since their last row. By default the server waits for a
-- fifth of new rows, which is longer than the four weeks that figures are of.
ALTER TABLE waiting SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
ALTER TABLE decision_outcome SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
