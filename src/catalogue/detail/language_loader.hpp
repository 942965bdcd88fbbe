// SPDX-License-Identifier: EUPL-1.2
// Reads languages/*.toml of a catalogue folder: words of one language for entries that the other
// files name. Private to catalogue/. Threads: any.
#pragma once

#include <filesystem>
#include <string>

#include "catalogue/detail/loader.hpp"

namespace leitstand::detail_catalogue {

// Adds their phrases to the entries of `loaded`, which must be read already, and their bytes to
// `all`. A phrase that an entry has already, from its own file or another language, counts once,
// as it was read first. Without the folder nothing is added.
void read_languages(std::filesystem::path const& folder, Loaded& loaded, std::string& all);

} // namespace leitstand::detail_catalogue
