// SPDX-License-Identifier: EUPL-1.2
// Holds a log's folder against the database that its entries come from. The folder is bound to a
// signature, the database is not: where they differ, the folder says what was entered. Threads:
// any.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "prove/log_verifier.hpp"
#include "store/database.hpp"

namespace leitstand {

// How the database is named as the place of a fault.
inline constexpr std::string_view kDatabasePlace = "database";

// The first of the `size` entries that is not the database's; nothing if all are. The folder was
// verified before. The database may have gone on. Errors: those of the database, "log.cannot_read",
// damaged "log.damaged", unavailable "log.cannot_verify" after `stop`.
Result<std::optional<LogFault>> check_database(std::filesystem::path const& folder,
                                               std::uint64_t size, Database& database,
                                               std::stop_token const& stop = {});

} // namespace leitstand
