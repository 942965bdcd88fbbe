// SPDX-License-Identifier: EUPL-1.2
// Criticality of a function: harm an error may do, times how much people depend on the result,
// gives a class 0-4 with measures. It rates one use, so it is rated again on each change: of what
// runs, of the legal basis, of the purpose, of the effect class. A rating is the record `rating`
// (docs/formats/governance-journal.md); an older one is stale. Pure. Threads: any.
#pragma once

#include "govern/assessment/proof_state.hpp"

namespace leitstand {

inline constexpr std::string_view kRatingSubject = "rating";

struct CriticalityMeasureState {
    CriticalityMeasure const* measure = nullptr;
    ProofState proof;
};

struct CriticalityState {
    std::optional<int> harm, dependence; // row and column of the matrix, from 0
    std::optional<int> level;            // class 0-4: where both are stated with their reasons
    Record const* rating = nullptr;      // the newest; null: never confirmed
    // Why the rating no longer holds: "release", "legal_basis", "purpose", "effect_class",
    // "criticality"; empty: it holds, or there is none.
    std::vector<std::string> changed;
    std::vector<CriticalityMeasureState> measures; // of the class
    bool rated() const { return level.has_value() && rating != nullptr && changed.empty(); }
};

CriticalityState criticality_state(GovernView const& view);
// What is recorded when somebody says that harm and dependence hold for what runs now.
Json rating_body(GovernView const& view);

} // namespace leitstand
