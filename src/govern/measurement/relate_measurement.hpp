// SPDX-License-Identifier: EUPL-1.2
// Measurements of `relate`, which learns nothing: each letter is sent again as people do (a
// sentence before it, some lines left out) and held against the first one, which it should be
// related to, and against the next letter of the file, which it should not. Threads: as said.
#pragma once

#include "govern/measurement/out_of_fold.hpp"
#include "understand/relate.hpp"

namespace leitstand {

Document sent_again(Document const& letter);
// Whether the two are taken for the same letter, or the one for a copy of the other.
bool related(Document const& later, LetterTrace const& later_trace, Document const& earlier,
             LetterTrace const& earlier_trace);

OutOfFoldOutcomes relate_outcomes(std::span<MeasuredLetter const> letters,
                                  UnderstandLetter const& understand, unsigned threads);

// The same with the writer's name exchanged in both letters: is the relation still found?
CounterfactualMeasurement relate_counterfactuals(std::span<MeasuredLetter const> letters,
                                                 Counterfactuals const& templates,
                                                 UnderstandLetter const& understand,
                                                 unsigned threads);

// Of what a person is shown of a relation: the share of equal words, and what tells that one person
// wrote both. `add_up`: counted anew from the texts by another way, the share is exactly the one
// shown, and with nothing else known these two alone give the same relation. `valid`: with the
// words that are not new replaced by those of another letter, and likewise without what tells the
// person, the relation is gone or weaker. Letters of which `relate` leaves parts out (quoted mails,
// footers) cannot be counted anew and are passed over.
ExplanationMeasurement relate_explanation(std::span<MeasuredLetter const> letters,
                                          UnderstandLetter const& understand,
                                          std::size_t letters_max);

} // namespace leitstand
