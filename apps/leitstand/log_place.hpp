// SPDX-License-Identifier: EUPL-1.2
// Where the log of an installation and its signing key lie: the log in the data folder, the key
// beside the key file. Threads: the main thread.
#pragma once

#include <memory>

#include "installation.hpp"
#include "prove/log_renewal.hpp"
#include "prove/sequencer.hpp"

namespace leitstand::app {

std::filesystem::path log_folder(Configuration const& configuration);
std::filesystem::path log_key_file(Configuration const& configuration);

// Makes the signing key of a new installation. A log that has begun never gets another key by
// itself. Errors: those of LogKey.
Result<void> make_log_key(Configuration const& configuration, Database& database);

// For a server: writes the log, or follows the one who does. Errors: those of Sequencer::open() and
// open_log(). `installation` must outlive it.
Result<std::unique_ptr<Sequencer>> open_sequencer(Installation& installation);

// For a command, before it enters something: the entries that wait come into the log, unless a
// server does that. It is free again for a server that starts meanwhile. Errors: as above.
Result<void> bring_into_log(Installation& installation);
// The same at its end, when the act is done and stays: trouble is told of.
void bring_rest_into_log(Installation& installation);

// Gives the log another key (prove/log_renewal.hpp).
Result<LogRenewal> renew_installed_log(Installation& installation, std::string const& reason);

} // namespace leitstand::app
