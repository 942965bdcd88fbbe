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
// After `from`, up to `to`: an entry beyond it comes from a clock that was set back.
struct Window {
    Instant from, to;
};
Result<Attempts> find(Sql& sql, std::string const& key_hash, Window const& window);
Result<void> insert(Sql& sql, std::string const& key_hash, Instant at);
Result<void> remove_all(Sql& sql, std::string const& key_hash);
Result<void> remove_newest(Sql& sql, std::string const& key_hash);
// Deletes what lies outside of the window.
Result<void> purge(Sql& sql, Window const& window);
// No fewer than there are rows, without counting them.
Result<std::int64_t> rows_at_most(Sql& sql);

} // namespace leitstand::sign_in_table
