// SPDX-License-Identifier: EUPL-1.2
// Reads what the maker of the program says of its functions (docs/formats/guideline.md, "starting
// texts"). Private to catalogue/. Threads: any.
#pragma once

#include "catalogue/detail/file_reader.hpp"
#include "catalogue/guideline.hpp"

namespace leitstand::detail_catalogue {

// Adds to those that are there.
void read_starting_texts(FileReader const& reader, toml::table const& root, Guideline& out);

// Once all are read: functions, facts, questions and answers that are named exist.
void check_starting_texts(Guideline const& guideline, std::vector<Problem>& problems);

} // namespace leitstand::detail_catalogue
