-- SPDX-License-Identifier: EUPL-1.2
-- Settings of the installation and the job queue.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- available_at: microseconds since 1970. 0 means never taken; otherwise the end of the lease, or the time before which
-- a returned job must not be taken.
CREATE TABLE job (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    lane         INTEGER NOT NULL,
    attempt      INTEGER NOT NULL DEFAULT 0,
    fence        BIGINT  NOT NULL DEFAULT 0,
    leased       INTEGER NOT NULL DEFAULT 0,
    available_at BIGINT  NOT NULL DEFAULT 0,
    enqueued_at  BIGINT  NOT NULL
);
CREATE INDEX job_fresh ON job (lane, id) WHERE available_at = 0;
CREATE INDEX job_again ON job (available_at) WHERE available_at > 0;
