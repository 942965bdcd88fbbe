// SPDX-License-Identifier: EUPL-1.2
// After a restoration every function is off. A backup tells how things stood when it was made: a
// function that was stopped since, for whatever harm it did, must not run again because a machine
// was lost. Who lifts it again looks at it first. Threads: as the transaction.
#pragma once

#include <cstddef>

#include "base/time.hpp"
#include "prove/entry_log.hpp"
#include "store/database.hpp"

namespace leitstand {

// Within the transaction that enters the restoration. Gives how many functions were stopped.
Result<std::size_t> stop_restored_functions(Sql& sql, EntryLog const& log, Instant now);

} // namespace leitstand
