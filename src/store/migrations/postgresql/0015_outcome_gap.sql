-- SPDX-License-Identifier: EUPL-1.2
-- Until when decisions were made that decision_outcome knows nothing of, since step 12 came later; no row where none were.
CREATE TABLE outcome_gap (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    last_at BIGINT NOT NULL
);
INSERT INTO outcome_gap (only_row, last_at)
SELECT 1, MAX(at) FROM (SELECT decided_at AS at FROM decision UNION ALL SELECT decided_at FROM relation_decision) AS decided
WHERE at < (SELECT (CAST(extract(epoch FROM CAST(taken_at AS timestamptz)) AS BIGINT) + 1) * 1000000 FROM schema_version WHERE version = 12)
HAVING MAX(at) IS NOT NULL;
