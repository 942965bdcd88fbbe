// SPDX-License-Identifier: EUPL-1.2
// The rows behind the switchboard: changes of modes, only ever appended. Threads: as the
// transaction.
#pragma once

#include <vector>

#include "govern/switchboard.hpp"

namespace leitstand::mode_table {

// All changes, oldest first.
Result<std::vector<ModeChange>> all(Sql& sql);

// The sequence of the newest change, 0 without any.
Result<std::int64_t> newest(Sql& sql);

// Change number `number` of the function (from 1). Errors: conflict "database.exists" where it is
// taken.
Result<void> append(Sql& sql, ModeChange const& change, std::int64_t number);

} // namespace leitstand::mode_table
