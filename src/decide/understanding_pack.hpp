// SPDX-License-Identifier: EUPL-1.2
// The stored form of what the functions found in one reading, sealed by the caller
// (docs/formats/inbox.md). Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "understand/finding.hpp"

namespace leitstand {

struct StoredUnderstanding {
    Understanding understanding;
    std::vector<FunctionKey> shadow; // ran without being shown
    // It ran, and not in shadow.
    bool shows(FunctionKey key) const;
};

std::string pack_understanding(Understanding const& understanding,
                               std::vector<FunctionKey> const& shadow);
Result<StoredUnderstanding> unpack_understanding(std::string_view packed);

} // namespace leitstand
