// SPDX-License-Identifier: EUPL-1.2
// Reads the rules of operation (docs/formats/operation.md). Private to catalogue/. Threads: any.
#pragma once

#include "catalogue/detail/file_reader.hpp"
#include "catalogue/guideline.hpp"

namespace leitstand::detail_catalogue {

void read_operation(FileReader const& reader, toml::table const& root, Guideline& out);
void read_incidents(FileReader const& reader, toml::table const& root, Guideline& out);

} // namespace leitstand::detail_catalogue
