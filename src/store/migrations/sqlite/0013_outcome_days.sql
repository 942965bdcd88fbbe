-- SPDX-License-Identifier: EUPL-1.2
-- Outcomes of a day lie together, so that a drift over a year counts as it reads and sorts nothing.
DROP INDEX decision_outcome_day;
CREATE INDEX decision_outcome_day ON decision_outcome (function_key, day, outcome, unit, kind, decided_by);
