-- SPDX-License-Identifier: EUPL-1.2
-- Accounts, their changes, sessions, and answers kept for a day so that a repeated request is carried out once.
-- roles and units: words separated by one space. Secrets stand here as hashes only.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    roles TEXT NOT NULL,
    units TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_token ON account (token_hash) WHERE token_hash <> '';

CREATE TABLE account_change (
    sequence BIGINT PRIMARY KEY,
    account TEXT NOT NULL,
    what TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- account_version: a session ends when its account has changed since.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    account_version BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_began ON session (began_at);

-- status 0: being carried out. answer: sealed, base64.
CREATE TABLE kept_answer (
    key_hash TEXT PRIMARY KEY,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX kept_answer_at ON kept_answer (at);

CREATE TRIGGER account_change_stays BEFORE UPDATE OR DELETE ON account_change
    FOR EACH ROW EXECUTE FUNCTION row_stays();
