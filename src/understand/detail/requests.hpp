// SPDX-License-Identifier: EUPL-1.2
// Requests: which act belongs to which service, and for whom. Post says it by standing the words
// near each other; so do the rules here. Private to understand/. Threads: any.
#pragma once

#include "catalogue/catalogue.hpp"
#include "understand/detail/extract.hpp"

namespace leitstand::detail_understand {

// Every suggested act stands in at least one request: with the services whose words stand nearest
// or in the same sentence, with none where it concerns the whole letter (Act::whole_letter) or no
// service was recognised. Every suggested service stands in at least one where there is an act.
// The probability is that both findings are right, times kPairedRightly where other pairs were
// possible; nothing where a finding has none.
std::vector<Request> pair_requests(Catalogue const& catalogue, Scene const& scene,
                                   std::vector<Finding> const& findings,
                                   std::vector<Found> const& found);

// Of the pairs formed in letters with several services, the share that the writer meant
// (docs/quality.md, "Requests").
inline constexpr double kPairedRightly = 0.68;

} // namespace leitstand::detail_understand
