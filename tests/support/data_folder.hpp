// SPDX-License-Identifier: EUPL-1.2
// Where the public test sets lie: LEITSTAND_DATA, by default beside the source tree. Tests that
// need one skip without it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

namespace leitstand::test {

inline std::optional<std::filesystem::path> data_folder(std::string_view sub) {
    char const* const given = std::getenv("LEITSTAND_DATA");
    auto const root = given != nullptr
                          ? std::filesystem::path{given}
                          : std::filesystem::path{LEITSTAND_SOURCE_DIR} / "../shared/data";
    std::error_code fault;
    auto const folder = root / sub;
    return std::filesystem::is_directory(folder, fault) ? std::optional{folder} : std::nullopt;
}

} // namespace leitstand::test
