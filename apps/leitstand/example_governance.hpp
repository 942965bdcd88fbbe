// SPDX-License-Identifier: EUPL-1.2
// The example authority's governance: its worked dossiers, the shipped measurements, a register
// entry and two signatures for each function, and then as many steps as the gates allow. Threads:
// the main thread.
#pragma once

#include "installation.hpp"

namespace leitstand::app {

// What stays in `shadow` or `off` says on its page what is missing. Errors: those of reading the
// shipped files and of the journal.
Result<void> govern_example(Installation& installation);

} // namespace leitstand::app
