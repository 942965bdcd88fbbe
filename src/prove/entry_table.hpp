// SPDX-License-Identifier: EUPL-1.2
// The rows of the log's entries (docs/formats/log-entries.md). Threads: as the transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "store/database.hpp"

namespace leitstand::entry_table {

struct NewRow {
    std::string leaf; // raw
    std::string type; // key
    Instant at;
    std::optional<std::int64_t> item; // number in the ledger
    std::string sealed;               // salt and record
};
Result<void> insert(Sql& sql, NewRow const& row);

struct Row {
    std::int64_t id = 0;
    std::optional<std::int64_t> position; // nothing until the sequencer gave it
    std::string leaf;
    std::string type; // this and all below it is empty once record and salt were deleted
    Instant at;
    std::optional<std::int64_t> item;
    std::string sealed;
};
Result<std::vector<Row>> of_item(Sql& sql, std::int64_t item, std::size_t count); // oldest first
Result<std::vector<Row>> from_id(Sql& sql, std::int64_t id, std::size_t count);   // by id

// What a list is narrowed to; nothing: all. Deleted entries have neither type nor time nor item.
struct Filter {
    std::string type{}; // key; empty: any
    std::optional<Instant> from{}, until{};
    std::optional<std::int64_t> item{};
    std::optional<std::int64_t> position{};
};
// Where in a list an entry stands.
struct Place {
    Instant at;
    std::int64_t id = 0;
};
inline constexpr Place kNewest{{INT64_MAX}, INT64_MAX};
// The newest entries below a place of the list: by time where it is narrowed by type or time, else
// by id, so that deleted entries stay where they were. As quick for a million entries as for ten.
Result<std::vector<Row>> newest(Sql& sql, Filter const& filter, Place const& below,
                                std::size_t count);

// The positions given so far: how long the log is.
Result<std::uint64_t> size(Sql& sql);
// How long the log was at a moment, as far as its entries still say when they were.
Result<std::uint64_t> size_before(Sql& sql, Instant end);
// The latest time that any entry bears; 1970 without one. A clock that was set back does not lower
// it.
Result<Instant> newest_at(Sql& sql);
Result<bool> any_waiting(Sql& sql);
Result<bool> is_waiting(Sql& sql, std::string_view type); // one of this type
Result<std::uint64_t> waiting(Sql& sql);                  // how many entries have no position yet
// When the oldest entry without a position was written; nothing if there is none.
Result<std::optional<Instant>> waiting_since(Sql& sql);
// Gives the next positions to at most `count` entries that have none, in order of their ids;
// returns how many. One at a time: on PostgreSQL a second one waits here for the first.
Result<std::size_t> give_positions(Sql& sql, std::size_t count);
// Raw leaves in the order of the log.
Result<std::vector<std::string>> leaves(Sql& sql, std::uint64_t from, std::size_t count);

// Deletes record and salt of all entries of an item, and with them what the rows say in plain:
// type, time, item. Leaf and position stay. Returns how many.
Result<std::size_t> erase_item(Sql& sql, std::int64_t item);

} // namespace leitstand::entry_table
