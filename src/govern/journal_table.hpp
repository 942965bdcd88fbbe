// SPDX-License-Identifier: EUPL-1.2
// The journal's SQL. Bodies come and go sealed, as raw bytes. Threads: as the transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::journal_table {

struct Row {
    std::int64_t sequence = 0;
    std::string function, kind, subject;
    std::int64_t number = 0;
    bool example = false;
    std::string by;
    std::int64_t at = 0;
    std::optional<std::string> sealed;
};

// Errors: conflict "database.exists" where the number of the subject is taken.
Result<void> insert(Sql& sql, Row const& row);
// The newest number of a subject, 0 without any.
Result<std::int64_t> newest_number(Sql& sql, Row const& row);
Result<std::int64_t> newest_sequence(Sql& sql);
// Behind `sequence`, in order.
Result<std::vector<Row>> after(Sql& sql, std::int64_t sequence);
Result<std::optional<Row>> find(Sql& sql, std::int64_t sequence);
Result<void> empty(Sql& sql, std::int64_t sequence);
// How many bodies are empty: changes when one is emptied.
Result<std::int64_t> count_empty(Sql& sql);

} // namespace leitstand::journal_table
