// SPDX-License-Identifier: EUPL-1.2
// Figures by who writes: error, miss, false alarm and abstention of letters by sex and origin of
// the name, age, family, disability, language, channel and level of German, and by each two of
// them. Groups are told from the annotation and from words of the letter by lists in data; what is
// told here is used for nothing else. Intervals, correction for many comparisons and "too small to
// tell" come from govern/fairness. Threads: any.
#pragma once

#include <span>

#include "catalogue/counterfactuals.hpp"
#include "govern/measurement/letters.hpp"
#include "govern/measurement/measurement.hpp"
#include "govern/measurement/out_of_fold.hpp"

namespace leitstand {

// In this order; docs/formats/counterfactuals.md says how each is told.
inline constexpr std::array<std::string_view, 8> kLetterTraits{
    "sex", "name_origin", "age", "family", "disability", "language", "channel", "writing"};

// One value each, empty where it is not known.
std::vector<std::string> traits_of_letter(MeasuredLetter const& letter,
                                          Counterfactuals const& templates);

// `outcomes`: of the letters, in their order. Errors: those of fairness::group_figures.
Result<GroupFiguresMeasurement> measure_groups(std::span<MeasuredLetter const> letters,
                                               std::span<LetterOutcome const> outcomes,
                                               Counterfactuals const& templates);

} // namespace leitstand
