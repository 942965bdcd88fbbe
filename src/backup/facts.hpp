// SPDX-License-Identifier: EUPL-1.2
// The small texts of an archive: what the database said of itself, and the settings without secrets
// and with the places of another machine. Format: docs/formats/backup.md. Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "store/snapshot.hpp"

namespace leitstand {

std::string print_facts(SnapshotFacts const& facts);
Result<SnapshotFacts> parse_facts(std::string_view text); // damaged "backup.damaged"

// leitstand.toml without the password of a database.
std::string settings_to_keep(std::string_view settings);

// Sets a text in a leitstand.toml, or takes it out where `value` is nothing. Lists and
// texts over several lines do not occur there.
std::string with_setting(std::string_view settings, std::string_view key,
                         std::optional<std::string> const& value);
bool has_setting(std::string_view settings, std::string_view key);

} // namespace leitstand
