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

// Each the first statement of its transaction: only then does it see what those before it stored.
// Until the transaction ends, keep_still() lets nobody change a mode, but others keep still beside
// it; begin_change() waits for all of them and lets one change after the other pass.
Result<void> keep_still(Sql& sql);
Result<void> begin_change(Sql& sql);

// Change number `number` of the function (from 1). Errors: conflict "database.exists" where it is
// taken.
Result<void> append(Sql& sql, ModeChange const& change, std::int64_t number);

} // namespace leitstand::mode_table
