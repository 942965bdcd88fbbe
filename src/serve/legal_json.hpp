// SPDX-License-Identifier: EUPL-1.2
// Clocks and requirements of an item in the form of docs/formats/openapi.yaml. Names and
// consequences come from the catalogue of today, and a rule that it no longer has shows its key.
// Threads: any.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "catalogue/catalogue.hpp"
#include "decide/standing.hpp"
#include "understand/finding.hpp"

namespace leitstand {

namespace text {
class Offsets;
}

Json clocks_json(std::vector<StandingClock> const& clocks, Catalogue const& catalogue,
                 text::Offsets const& offsets);
Json requirements_json(std::vector<RequirementFinding> const& requirements,
                       Catalogue const& catalogue, text::Offsets const& offsets);

} // namespace leitstand
