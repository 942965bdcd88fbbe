// SPDX-License-Identifier: EUPL-1.2
// What tests ask of the log's entries: which there are, and what each of them says. Threads: one
// test's.
#pragma once

#include <gtest/gtest.h>

#include "prove/entry_log.hpp"

namespace leitstand {

// All rows, oldest first.
inline std::vector<entry_table::Row> entry_rows(Database& database) {
    auto const rows = database.read_for<std::vector<entry_table::Row>>(
        [](Sql& sql) { return entry_table::from_id(sql, 0, 100'000); });
    EXPECT_TRUE(rows) << rows.error().describe();
    return rows.value_or(std::vector<entry_table::Row>{});
}

inline std::vector<std::string> entry_keys(Database& database) {
    std::vector<std::string> keys;
    for (auto const& row : entry_rows(database))
        keys.push_back(row.type);
    return keys;
}

inline std::size_t count_of(Database& database, EntryType type) {
    auto const keys = entry_keys(database);
    return static_cast<std::size_t>(std::count(keys.begin(), keys.end(), entry_type(type).key));
}

// The record of the last entry of a type.
inline EntryRecord last_record(Database& database, EntryLog const& log, EntryType type,
                               SecretKey const* item_key = nullptr) {
    auto const rows = entry_rows(database);
    auto const found = std::find_if(rows.rbegin(), rows.rend(), [&](auto const& row) {
        return row.type == entry_type(type).key;
    });
    if (found == rows.rend()) {
        ADD_FAILURE() << "no entry " << entry_type(type).key;
        return {};
    }
    auto const opening = log.open(*found, item_key);
    EXPECT_TRUE(opening) << opening.error().describe();
    auto const record = parse_record(opening ? opening->record : std::string{});
    EXPECT_TRUE(record) << record.error().describe();
    return record.value_or(EntryRecord{});
}

} // namespace leitstand
