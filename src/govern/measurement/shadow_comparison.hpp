// SPDX-License-Identifier: EUPL-1.2
// What a function said in shadow against what people decided without seeing it: of items that a
// person closed, the findings that were kept from sight beside those that people entered by hand.
// A letter of which the function said nothing is compared, too: what people entered was missed, or
// both were silent. Only sums leave, and only of kinds that at least five people decided about
// (DESIGN rule 8). Threads: one.
#pragma once

#include <set>

#include "decide/inbox.hpp"
#include "govern/measurement/measurement.hpp"

namespace leitstand {

class ShadowComparison {
  public:
    explicit ShadowComparison(FunctionKey function) : function_(function) {}
    // Items that nobody closed, and those that the function did not read in shadow, are passed
    // over.
    void add(ItemView const& item);
    // Error: refused "measurement.too_few_persons".
    Result<ShadowComparisonMeasurement> take() const;

  private:
    FunctionKey function_;
    std::uint64_t items_ = 0;
    struct Counted {
        ShadowComparisonMeasurement::Kind kind;
        std::set<std::string> persons; // never leave
        std::uint64_t letters = 0;     // in which anybody said something
    };
    std::map<FindingKind, Counted> kinds_;
};

} // namespace leitstand
