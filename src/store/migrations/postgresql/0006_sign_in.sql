-- SPDX-License-Identifier: EUPL-1.2
-- Attempts to sign in that failed, or that have not ended yet, so that a restart does not forget who guesses passwords.
-- key_hash: keyed hash of a name with a network, or of a network. Rows older than the window are deleted.
CREATE TABLE sign_in_attempt (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key_hash TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_key ON sign_in_attempt (key_hash, at);
CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at);
