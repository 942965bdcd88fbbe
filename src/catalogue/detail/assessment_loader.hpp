// SPDX-License-Identifier: EUPL-1.2
// Reads the rules of an assessment into the guideline. Private to catalogue/. Threads: any.
#pragma once

#include "catalogue/detail/file_reader.hpp"
#include "catalogue/guideline.hpp"

namespace leitstand::detail_catalogue {

void read_impact(FileReader const& reader, toml::table const& root, Guideline& out);
void read_impact_duties(FileReader const& reader, toml::table const& root, Guideline& out);
void read_criticality(FileReader const& reader, toml::table const& root, Guideline& out);
void read_form(FileReader const& reader, toml::table const& root, Guideline& out);

// Facts and tasks that are named exist; the matrix is as large as its facts have choices.
void check_assessment_references(Guideline const& guideline, std::vector<Problem>& problems);

} // namespace leitstand::detail_catalogue
