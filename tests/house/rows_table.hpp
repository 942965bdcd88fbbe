// SPDX-License-Identifier: EUPL-1.2
// Looks at the tables themselves, so that a check does not believe what the checked code says of
// itself. Threads: any.
#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::house {

// The one number that a statement gives.
Result<std::int64_t> row_count(Database& database, std::string const& statement);

// The rows of a statement, each column as text.
Result<std::vector<std::vector<std::string>>> rows(Database& database,
                                                   std::string const& statement);

// Runs a statement that changes something (to bring about a state that the rooms do not offer).
Result<void> execute(Database& database, std::string const& statement);

} // namespace leitstand::house
