// SPDX-License-Identifier: EUPL-1.2
// A TOML file as JSON, with the lines on which its keys stand: for files whose meaning belongs to a
// higher room. Dates become ISO texts. Threads: any. Limits: kTomlBytesMax.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace leitstand {

inline constexpr std::size_t kTomlBytesMax = 1 << 20; // docs/limits.md

struct TomlAsJson {
    std::shared_ptr<Json const> value; // an object
    // "statements/purpose" and "records/0" -> line; two levels deep.
    std::map<std::string, int> lines;

    // 0 where nobody knows.
    int line(std::string const& path) const;
};

// Errors: bad_input "toml.not_toml", detail "line: reason"; too_large "toml.too_large".
Result<TomlAsJson> toml_as_json(std::string_view bytes);

// A text as it may stand in a TOML file, quoted; over several lines where it has them.
std::string toml_text(std::string_view text);

} // namespace leitstand
