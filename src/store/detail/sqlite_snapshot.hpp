// SPDX-License-Identifier: EUPL-1.2
// The pages of a SQLite database as they stood at one moment, copied in small steps with pauses, so
// that writers go on beside it. Threads: as the session.
#pragma once

#include <filesystem>

#include "store/sql.hpp"

namespace leitstand::detail {

// `session` is in a transaction, which keeps the moment. Errors: those of sql_error().
Result<void> copy_pages(soci::session& session, std::filesystem::path const& to);

// Hands the file out from its beginning, having removed its name first.
Result<void> stream_and_remove(std::filesystem::path const& file,
                               std::function<Result<void>(std::string_view)> const& take);

} // namespace leitstand::detail
