// SPDX-License-Identifier: EUPL-1.2
// Reads what a dossier is made of: functions, phases, facts, tasks (docs/formats/guideline.md).
// Private to catalogue/. Threads: any.
#pragma once

#include "catalogue/detail/file_reader.hpp"
#include "catalogue/guideline.hpp"

namespace leitstand::detail_catalogue {

void read_guideline_head(FileReader const& reader, toml::table const& root, Guideline& out);
void read_functions(FileReader const& reader, toml::table const& root, Guideline& out);
void read_phases(FileReader const& reader, toml::table const& root, Guideline& out);
void read_facts(FileReader const& reader, toml::table const& root, Guideline& out);
// Adds to the tasks that are there.
void read_tasks(FileReader const& reader, toml::table const& root, Guideline& out);

// Once all are read: phases, roles and keys that are named exist.
void check_dossier_references(Guideline const& guideline, std::vector<Problem>& problems);

bool is_guideline_role(std::string_view role);

} // namespace leitstand::detail_catalogue
