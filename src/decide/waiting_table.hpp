// SPDX-License-Identifier: EUPL-1.2
// The SQL of how long letters waited: table waiting (docs/formats/inbox.md). Derived, for figures;
// written in the transaction of what it follows from. Days are counted from 1970-01-01. Threads:
// one transaction, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::waiting_table {

inline constexpr std::int64_t kOpen = -1; // nobody has closed it

// A letter that waits. Takes the place of an earlier one, unless somebody has closed it.
Result<void> put(Sql& sql, std::int64_t number, std::int64_t arrived, std::string const& traits,
                 std::string const& shown);
// Nothing happens where there is no row.
Result<void> close(Sql& sql, std::int64_t number, std::int64_t waited, std::string const& by);
Result<void> reopen(Sql& sql, std::int64_t number);
Result<void> remove(Sql& sql, std::int64_t number);

struct Count {
    std::string traits, shown;
    std::int64_t waited = kOpen;
    std::int64_t letters = 0;
};
// Of the letters that arrived on these days, both inclusive.
Result<std::vector<Count>> counts(Sql& sql, std::int64_t first_day, std::int64_t last_day);

// Who closed anything of what kind, never how much.
struct Presence {
    std::string traits, shown, account;
};
Result<std::vector<Presence>> presences(Sql& sql, std::int64_t first_day, std::int64_t last_day);

} // namespace leitstand::waiting_table
