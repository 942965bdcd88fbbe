// SPDX-License-Identifier: EUPL-1.2
// Where the parts of one log lie, and how the process that will write it opens them: the database
// is asked first, so that neither a wrong key nor a lost folder begins another log. Threads: any.
#pragma once

#include <filesystem>
#include <memory>

#include "prove/log_folder.hpp"
#include "store/database.hpp"

namespace leitstand {

struct LogPlace {
    std::filesystem::path folder;
    std::filesystem::path key_file;
    std::filesystem::path data_folder; // the key file must not lie in it
};

// Errors: refused "log.other_origin" (the log of this database has another key), not_found
// "log.missing" (it had begun, and there is no folder with a head), those of LogKey::open() and
// LogFolder::open().
Result<std::unique_ptr<LogFolder>> open_log(Database& database, LogPlace const& place);

} // namespace leitstand
