// SPDX-License-Identifier: EUPL-1.2
// Reads the rules of law of a catalogue: holidays.toml, clocks.toml, requirements.toml. Private to
// catalogue/. Threads: any.
#pragma once

#include "catalogue/detail/file_reader.hpp"

namespace leitstand::detail_catalogue {

inline constexpr auto kProcedures =
    std::to_array<std::string_view>({"sgb_sgg", "sgb_vwgo", "ao_fgo"});

// "3 months", "25 working_days"; the unit may stand in the singular or plural.
PeriodLength read_length(FileReader const& reader, toml::table const& table, std::string_view key,
                         int least);

void read_holidays(FileReader const& reader, toml::table const& root, Holidays& out);
void read_clocks(FileReader const& reader, toml::table const& root, LegalRules& out);
void read_requirements(FileReader const& reader, toml::table const& root, LegalRules& out);

// Once all files are read: keys that do not exist, rules that stand twice, circles of conditions.
void check_legal_references(Catalogue const& catalogue, std::vector<Problem>& problems);

} // namespace leitstand::detail_catalogue
