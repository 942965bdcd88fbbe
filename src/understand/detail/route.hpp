// SPDX-License-Identifier: EUPL-1.2
// What follows from the findings by rules: which unit is responsible, what a person must look at.
// Private to understand/. Threads: any.
#pragma once

#include "catalogue/catalogue.hpp"
#include "understand/detail/extract.hpp"

namespace leitstand::detail_understand {

// The first unit of the strongest service whose rule fits; empty if none does. Rules go by place,
// initial or final digit only.
std::string responsible_unit(Catalogue const& catalogue, std::vector<Finding> const& findings,
                             std::vector<Found> const& found);
void hold_if_unclear(Understanding& understanding);

} // namespace leitstand::detail_understand
