// SPDX-License-Identifier: EUPL-1.2
// Reads govern/participation.toml (docs/formats/participation.md). Private to catalogue/. Threads:
// any.
#pragma once

#include "catalogue/detail/file_reader.hpp"
#include "catalogue/guideline.hpp"

namespace leitstand::detail_catalogue {

// Participants of the chosen profile; all of them are checked.
void read_participation(FileReader const& reader, toml::table const& root, Guideline& out);

} // namespace leitstand::detail_catalogue
