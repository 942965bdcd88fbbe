// SPDX-License-Identifier: EUPL-1.2
// The rows of accounts, their changes and sessions (migration 0005). Threads: as the transaction.
#pragma once

#include "serve/accounts.hpp"

namespace leitstand::accounts_table {

struct Row {
    Account account;
    std::string password_hash; // "" for a service account
    std::string token_hash;    // hex, "" for a person
    std::int64_t made_at = 0;
};

enum class By : std::uint8_t { id, name, token_hash };
Result<std::optional<Row>> find(Sql& sql, By by, std::string const& value);
Result<std::vector<Row>> all(Sql& sql); // by name
Result<std::size_t> count(Sql& sql);

Result<void> insert(Sql& sql, Row const& row); // conflict "database.exists"
// Writes all but id, name and made_at, if the stored version is still `version_before`. Errors:
// conflict "account.changed".
Result<void> update(Sql& sql, Row const& row, std::int64_t version_before);

// `what`: words for auditors, without secrets, as "roles: caseworker releaser".
Result<void> append_change(Sql& sql, std::string const& account, std::string const& what,
                           std::string const& by, Instant at);

struct Session {
    std::string token_hash; // hex
    std::string account;
    std::int64_t account_version = 0;
    Instant began_at, seen_at;
};
Result<void> insert_session(Sql& sql, Session const& session);
Result<std::optional<Session>> find_session(Sql& sql, std::string const& token_hash);
Result<void> touch_session(Sql& sql, std::string const& token_hash, Instant seen_at);
Result<void> remove_session(Sql& sql, std::string const& token_hash);
Result<void> remove_sessions_of(Sql& sql, std::string const& account);
Result<void> remove_sessions_before(Sql& sql, Instant began_before);

} // namespace leitstand::accounts_table
