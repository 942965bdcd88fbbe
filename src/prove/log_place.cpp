// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_place.hpp"

#include "prove/log_in_database.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

Result<std::unique_ptr<LogFolder>> open_log(Database& database, LogPlace const& place) {
    auto key = TRY(LogKey::open(place.key_file, place.data_folder));
    auto const known = TRY(log_of_database(database));
    if (known && *known != key.verifier().print())
        return fail(Code::refused, "log.other_origin",
                    fmt::format("the log of this database has the key {}", *known));
    std::error_code problem;
    if (TRY(log_has_begun(database)) &&
        !std::filesystem::exists(place.folder / kCheckpointFile, problem) && !problem)
        return fail(Code::not_found, "log.missing", "it had begun, and its folder is empty");
    return LogFolder::open(place.folder, std::move(key));
}

} // namespace leitstand
