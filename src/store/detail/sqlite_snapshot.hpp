// SPDX-License-Identifier: EUPL-1.2
// The pages of a SQLite database as they stood at one moment, copied in small steps with pauses, so
// that writers go on beside it. Threads: as the session.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/files.hpp"
#include "store/sql.hpp"

namespace leitstand::detail {

// `session` is in a transaction, which keeps the moment. Returns the new file, open: whatever comes
// to lie under its name later is not read. Errors: those of sql_error().
Result<FileDescriptor> copy_pages(soci::session& session, std::filesystem::path const& to,
                                  std::uint64_t bytes_per_second_max);

// Hands the file out from its beginning.
Result<void> stream_pages(FileDescriptor const& file,
                          std::function<Result<void>(std::string_view)> const& take);

} // namespace leitstand::detail
