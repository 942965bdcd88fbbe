// SPDX-License-Identifier: EUPL-1.2
// Where the name of who writes may stand by its place: behind a label, below the closing formula,
// above an address, in the last lines. The rules take the best; a model sees each with its score.
// Private to understand/. Threads: any.
#pragma once

#include <vector>

#include "understand/detail/extract.hpp"
#include "understand/detail/words.hpp"

namespace leitstand::detail_understand {

struct SenderPlace {
    NameRead name;
    double score = 0; // 3 and more: certain by its place; below 1: none for the rules
    std::size_t line = 0;
};
std::vector<SenderPlace> sender_places(Scene const& scene, Context const& context,
                                       std::vector<Found> const& found);

} // namespace leitstand::detail_understand
