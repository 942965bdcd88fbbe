// SPDX-License-Identifier: EUPL-1.2
// The one way by which JSON from outside comes in: depth, size and duplicate keys are checked.
// nlohmann's full header is included by .cpp files only. Threads: any.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

using Json = nlohmann::ordered_json; // keeps the order in which a contract lists its keys

struct JsonLimits {
    std::size_t size_bytes_max = 1 << 20;
    std::size_t depth_max = 64;
};

// Errors: bad_input "json.not_json", "json.duplicate_key", too_large "json.too_large",
// "json.too_deep".
Result<Json> parse_json(std::string_view text, JsonLimits limits = {});

// One line, UTF-8; invalid UTF-8 is replaced, never thrown.
std::string print_json(Json const& value);

} // namespace leitstand
