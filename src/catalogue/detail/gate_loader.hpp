// SPDX-License-Identifier: EUPL-1.2
// Reads govern/gates.toml. Private to catalogue/. Threads: any.
#pragma once

#include "catalogue/detail/file_reader.hpp"
#include "catalogue/guideline.hpp"

namespace leitstand::detail_catalogue {

void read_gates(FileReader const& reader, toml::table const& root, Guideline& out);

// Once all files are read: each step names gates, phase and facts that there are; every effect
// class has a step `shadow`, and none a step without the one below it.
void check_gate_references(Guideline const& guideline, std::vector<Problem>& problems);

} // namespace leitstand::detail_catalogue
