// SPDX-License-Identifier: EUPL-1.2
// What a function said in shadow against what people decided without seeing it: of items that a
// person closed, the findings that were kept from sight beside those that people entered by hand.
// Only sums leave, and only where at least five people decided (DESIGN rule 8). Threads: one.
#pragma once

#include <set>

#include "decide/inbox.hpp"
#include "govern/measurement/measurement.hpp"

namespace leitstand {

class ShadowComparison {
  public:
    explicit ShadowComparison(FunctionKey function) : function_(function) {}
    // Items that nobody closed, and those without a shadow of the function, are passed over.
    void add(ItemView const& item);
    // Error: refused "measurement.too_few_persons".
    Result<ShadowComparisonMeasurement> take() const;

  private:
    FunctionKey function_;
    std::uint64_t items_ = 0;
    std::set<std::string> persons_; // never leaves
    std::map<std::string, ShadowComparisonMeasurement::Kind> kinds_;
};

} // namespace leitstand
