// SPDX-License-Identifier: EUPL-1.2
// Files that hold keys: made with narrow rights and never over another file, read only if nobody
// else can read them and they do not lie with the data. Threads: any.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

// Writes a file (mode 0600) that must not exist yet. Errors: conflict "key_file.exists", not_found
// or no_right "key_file.cannot_write".
Result<void> write_new_secret_file(std::filesystem::path const& file, std::string_view text);

// Errors: not_found "key_file.missing", refused "key_file.readable_by_others" (mode wider than
// 0600, or another owner), damaged "key_file.damaged" (no regular file), "key_file.cannot_read".
Result<std::string> read_secret_file(std::filesystem::path const& file);

// A thief or a backup of the data folder must not get the keys; symbolic links are followed first.
// Error: refused "key_file.inside_data_folder".
Result<void> check_outside(std::filesystem::path const& file,
                           std::filesystem::path const& data_folder);

} // namespace leitstand
