// SPDX-License-Identifier: EUPL-1.2
// How well acts are paired with services and persons, where both are known.
#pragma once

#include <filesystem>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {

// Of letters whose gold names the pairs: the right services and acts are given, so that only the
// pairing is measured. Prints figures with intervals; returns the exit code.
int measure_requests(std::shared_ptr<Catalogue const> const& catalogue,
                     std::shared_ptr<JudgingModels const> const& models,
                     std::vector<std::filesystem::path> const& letters);

} // namespace leitstand
