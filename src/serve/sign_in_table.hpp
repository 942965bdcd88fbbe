// SPDX-License-Identifier: EUPL-1.2
// SQL of the attempts to sign in (docs/security.md). Threads: as the transaction.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.hpp"
#include "store/database.hpp"

namespace leitstand::sign_in_table {

struct Attempts {
    std::int64_t count = 0;
    Instant first; // the oldest of them
};
// Those of a key after `from`, up to `to`: an entry of the future comes from a clock that was set
// back.
Result<Attempts> find(Sql& sql, std::string const& key_hash, Instant from, Instant to);
Result<void> insert(Sql& sql, std::string const& key_hash, Instant at);
Result<void> remove_all(Sql& sql, std::string const& key_hash);
Result<void> remove_newest(Sql& sql, std::string const& key_hash);
// Deletes what lies outside of the window.
Result<void> purge(Sql& sql, Instant from, Instant to);
// No fewer than there are rows, without counting them.
Result<std::int64_t> rows_at_most(Sql& sql);

} // namespace leitstand::sign_in_table
