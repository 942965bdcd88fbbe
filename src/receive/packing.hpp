// SPDX-License-Identifier: EUPL-1.2
// Several texts in one sealed column: a version byte, then each text with its length in front
// (docs/formats/ledger.md). What comes back is checked although it was authenticated, since an
// older program may have written it. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand {

std::string pack_texts(std::vector<std::string> const& texts);

// Errors: damaged "packed.damaged".
Result<std::vector<std::string>> unpack_texts(std::string_view packed);

// The same with a known least number of texts; more than that are of a newer program and are left
// out by the caller.
Result<std::vector<std::string>> unpack_texts(std::string_view packed, std::size_t count_min);

} // namespace leitstand
