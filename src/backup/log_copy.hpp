// SPDX-License-Identifier: EUPL-1.2
// Reads a log's folder, which another process may be writing, as it stands at one checkpoint.
// Threads: one.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

// Hands out each file that the present checkpoint needs, under its name below the folder; the
// checkpoint first. Returns how many entries it covers; 0 and no file where the log has not begun.
// Nothing is verified. Errors: those of `take`; damaged "log.damaged", "log.cannot_read".
Result<std::uint64_t>
copy_log(std::filesystem::path const& folder,
         std::function<Result<void>(std::string const& name, std::string_view bytes)> const& take);

} // namespace leitstand
