// SPDX-License-Identifier: EUPL-1.2
// The rows of kept answers (migration 0005). Threads: as the transaction.
#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "store/database.hpp"

namespace leitstand::kept_answer_table {

struct Row {
    std::string key_hash, request_hash; // hex
    int status = 0;                     // 0: being carried out
    std::string answer;                 // sealed, base64
    Instant at;
};
Result<std::optional<Row>> find(Sql& sql, std::string const& key_hash);
Result<void> insert(Sql& sql, Row const& row);
Result<void> restart(Sql& sql, std::string const& key_hash, Instant at);
Result<void> finish(Sql& sql, std::string const& key_hash, int status, std::string const& answer);
Result<void> remove(Sql& sql, std::string const& key_hash);
// Rows older than `before`, and the oldest beyond `count_max`.
Result<void> purge(Sql& sql, Instant before, std::size_t count_max);

} // namespace leitstand::kept_answer_table
