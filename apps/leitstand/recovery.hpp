// SPDX-License-Identifier: EUPL-1.2
// The recovery sheet of an installation: whether somebody has it in hand, and how it is made.
// Threads: the main thread, except recovery_confirmed().
#pragma once

#include <string>

#include "installation.hpp"

namespace leitstand::app {

// Makes a recovery key, writes the key file sealed for it into the data folder and returns the
// sheet to print. The secret half is nowhere but on the sheet.
Result<std::string> make_recovery_sheet(Installation& installation);

// The public half of the sheet's key, 32 bytes. Error: not_found "recovery.no_sheet".
Result<std::string> recovery_public_key(Installation& installation);

// Whether the sheet that belongs to the present recovery file was confirmed by typing its key.
Result<bool> recovery_confirmed(Installation& installation);

// Proves the sheet by opening the recovery file with it. Errors: bad_input "recovery.code_wrong",
// "recovery.other_sheet", not_found "recovery.no_sheet", damaged "recovery.damaged".
Result<void> confirm_recovery(Installation& installation, std::string const& typed_key);

// Seals the present key file for the sheet that exists already (after a rotation).
Result<void> reseal_recovery(Installation& installation);

} // namespace leitstand::app
