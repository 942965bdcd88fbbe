// SPDX-License-Identifier: EUPL-1.2
// Figures by who writes: error, miss, false alarm and abstention of letters by sex and origin of
// the name, age, family, disability, language, channel and level of German, and by each two of
// them. Groups are told from the annotation and from words of the letter by lists in data; what is
// told here is used for nothing else. Each rate of a group is compared with that of its reference
// group (govern/fairness): within the tolerance if the interval of the difference lies within it
// (Schuirmann 1987; all groups must pass, so that no correction is needed: Berger 1982), worse or
// better if the difference is significant after Holm's correction over all groups and rates, else
// open. Threads: any.
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

// `outcomes`: of the letters, in their order; none: of a function for which nobody annotated what
// is right the groups are counted and nothing is compared. Groups that the templates expect and
// that no letter belongs to stand there with 0 letters. Errors: those of fairness::group_figures.
Result<GroupFiguresMeasurement> measure_groups(std::span<MeasuredLetter const> letters,
                                               std::span<LetterOutcome const> outcomes,
                                               Counterfactuals const& templates);

// Letters of a group that show, with a power of 80 %, that its rate lies within `margin` of the
// `reference`, if there is no difference: both one-sided tests at 2.5 % must succeed (Chow, Shao,
// Wang, Sample Size Calculations in Clinical Research, 2nd ed. 2008, 4.2). A reference that is too
// small itself is taken to grow along. reference.count > 0, 0 < margin < 1.
std::uint64_t letters_needed(double margin, learn::Share reference);

} // namespace leitstand
