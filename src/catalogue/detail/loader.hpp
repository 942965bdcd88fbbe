// SPDX-License-Identifier: EUPL-1.2
// Reads the files of a catalogue folder and collects every problem on the way. Private to
// catalogue/. Threads: any.
#pragma once

#include "catalogue/catalogue.hpp"
#include "catalogue/training_purpose.hpp"

namespace leitstand::detail_catalogue {

struct Loaded {
    Catalogue catalogue;
    std::optional<TrainingPurpose> training;
    std::vector<Problem> problems; // empty: the catalogue may be used
};

Loaded load_folder(std::filesystem::path const& folder);

} // namespace leitstand::detail_catalogue
