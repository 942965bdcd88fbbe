// SPDX-License-Identifier: EUPL-1.2
// Reads training.toml. Private to catalogue/. Threads: any.
#pragma once

#include "catalogue/detail/file_reader.hpp"
#include "catalogue/training_purpose.hpp"

namespace leitstand::detail_catalogue {

void read_training(FileReader const& reader, toml::table const& root,
                   std::optional<TrainingPurpose>& out);

} // namespace leitstand::detail_catalogue
