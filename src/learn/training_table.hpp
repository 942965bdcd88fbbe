// SPDX-License-Identifier: EUPL-1.2
// The training store's SQL. Sealed values come and go as raw bytes, dates as ISO text. Threads: one
// transaction, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::learn::training_table {

struct Row {
    std::string item, function, purpose, decided_on, delete_on, sealed;
};

Result<void> replace(Sql& sql, Row const& row);
Result<std::optional<Row>> find(Sql& sql, std::string const& item, std::string const& function);
// What is to be deleted: by the day that was written down, and by the last day of decision that the
// purpose has no use for any more.
struct Due {
    std::string today;
    std::string decided_until; // empty: there is no purpose
};
// Of one purpose and function, not due, at most `count`.
Result<std::vector<Row>> list(Sql& sql, std::string const& purpose, std::string const& function,
                              Due const& due, std::size_t count);

// How many went.
Result<std::uint64_t> remove(Sql& sql, std::string const& item, std::string const& function);
Result<std::uint64_t> remove_item(Sql& sql, std::string const& item);
Result<std::uint64_t> remove_due(Sql& sql, Due const& due);
Result<std::uint64_t> remove_other_purposes(Sql& sql, std::string const& purpose);

Result<std::uint64_t> count(Sql& sql, std::string const& function);
Result<std::string> first_deletion(Sql& sql); // empty: there is none

} // namespace leitstand::learn::training_table
