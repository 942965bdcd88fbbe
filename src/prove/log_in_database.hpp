// SPDX-License-Identifier: EUPL-1.2
// What the database knows of its log: which key it has, and the entries in their order. Threads:
// any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "prove/note.hpp"
#include "prove/tree.hpp"
#include "store/database.hpp"

namespace leitstand {

// The public key of the log that belongs to this database, as a vkey; nothing before its first
// entry.
Result<std::optional<std::string>> log_of_database(Database& database);
// The key before that one, where the log was renewed (prove/log_renewal.hpp).
Result<std::optional<std::string>> log_before(Database& database);
Result<void> name_log(Sql& sql, VerifierKey const& key);

// That an entry came into the log's folder: from then on an empty folder is a lost one.
Result<bool> log_has_begun(Database& database);
Result<void> note_log_begun(Database& database);

// How many entries have a position.
Result<std::uint64_t> length_in_database(Database& database);
// Raw leaves from a position on, some at a time; none at the end.
Result<std::vector<std::string>> leaves_in_database(Database& database, std::uint64_t from);
// The root over the first `size` leaves as they stand in the database, to be held against a
// checkpoint. Error: damaged "log.other_entries" where there are fewer.
Result<TreeHash> root_in_database(Database& database, std::uint64_t size);

} // namespace leitstand
