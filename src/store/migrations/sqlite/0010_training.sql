-- SPDX-License-Identifier: EUPL-1.2
-- What the desk teaches (docs/formats/training-store.md): pseudonymous, apart from the inbox, with a day of deletion.
-- No reference to an item: it outlives none, but whoever reads it shall not find the way back.
CREATE TABLE training_sample (
    item TEXT NOT NULL,
    function TEXT NOT NULL,
    purpose TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    delete_on TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (item, function)
) WITHOUT ROWID;
CREATE INDEX training_sample_delete_on ON training_sample (delete_on);

-- The job that takes samples goes by the time of the decisions.
CREATE INDEX decision_decided_at ON decision (decided_at, number);
