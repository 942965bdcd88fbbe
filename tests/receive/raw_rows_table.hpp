// SPDX-License-Identifier: EUPL-1.2
// Everything that lies in a test's database, as bytes: to look for words that must not stand there
// in clear.
#pragma once

#include <string>

#include "support/test_database.hpp"

namespace leitstand {

// SQLite: the file and its write-ahead log; PostgreSQL: every row of every table.
std::string everything_in(TestDatabase const& place, Database& database);

// One number that a statement gives.
std::int64_t number_in(Database& database, std::string const& statement);
// One text that a statement gives.
std::string text_in(Database& database, std::string const& statement);
// Runs a statement, to bring about what the program itself does not.
Result<void> run_statement(Database& database, std::string const& statement);

// Lets a table refuse every new row, and take them again.
void refuse_inserts(Database& database, std::string_view table);
void allow_inserts(Database& database, std::string_view table);

} // namespace leitstand
