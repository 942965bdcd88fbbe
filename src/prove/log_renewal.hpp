// SPDX-License-Identifier: EUPL-1.2
// A log goes on under another key, when its own was lost or somebody else may have it. The leaves
// stand in the database, so the new log begins with all entries of the old one, in their order: its
// first N entries have the very root that the old key signed, which everybody can check. An entry
// after them holds the old key and the old log's last checkpoint. The old folder and key file stay
// beside the new ones. A renewal that was interrupted is finished by calling it again. Format:
// docs/formats/log.md. Threads: the main thread, while nobody writes the log.
#pragma once

#include <string>

#include "prove/entry_log.hpp"
#include "prove/log_place.hpp"

namespace leitstand {

struct LogRenewal {
    std::string before; // vkeys
    std::string after;
    std::uint64_t entries = 0;        // that the new log took over
    std::filesystem::path old_folder; // where the old log lies now; empty: it was missing or empty
};

// `origin`: the name of the new log. Errors: conflict "log.in_use", refused "log.not_begun" (there
// is no log that could be renewed), damaged "log.not_whole" (the old folder does not hold what its
// key signed, or not what the database holds), those of LogKey, LogFolder and the database.
Result<LogRenewal> renew_log(Database& database, EntryLog& log, LogPlace const& place,
                             std::string const& origin, std::string const& reason);

} // namespace leitstand
