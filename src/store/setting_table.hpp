// SPDX-License-Identifier: EUPL-1.2
// Settings that the installation itself remembers (the recovery sheet was confirmed, …): key and
// value, both text. Nothing secret and nothing personal. Threads: as the transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/database.hpp"

namespace leitstand {

Result<std::optional<std::string>> read_setting(Sql& sql, std::string_view key);
Result<void> write_setting(Sql& sql, std::string_view key,
                           std::string_view value); // makes or replaces

} // namespace leitstand
