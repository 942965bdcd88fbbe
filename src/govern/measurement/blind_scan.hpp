// SPDX-License-Identifier: EUPL-1.2
// Are the judging functions blind to who people are (DESIGN rule 7)? Two questions, both put to
// what runs. Can a trait be a feature (a name, a word of origin or sex, a field of `extract`): does
// the model know it, and do the masks let it through in a sentence that says nothing of it? A model
// keeps hashes, not words, so each word of the lists is asked about by itself and in the forms in
// which it could be handed in beside the text. And: of trait words set into letters in the usual
// places, how many does a judging function still see? Threads: any.
#pragma once

#include <functional>
#include <span>

#include "catalogue/counterfactuals.hpp"
#include "govern/measurement/letters.hpp"
#include "govern/measurement/measurement.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {

// A word that tells a trait; `frame` is where it stands in a letter, with {} for the word. Names,
// sex words, origin, birth dates, birth places, numbers and addresses.
struct TraitWord {
    std::string trait, word, frame;
};
std::vector<TraitWord> trait_words(Counterfactuals const& templates);

// Fills `features` and `hits`. `model`: of sort or urgent.
void scan_features(JudgingModel const& model, std::shared_ptr<Catalogue const> const& catalogue,
                   Counterfactuals const& templates, BlindFeaturesMeasurement& out);

// Of `extract` and `relate`, which see the text: is anything that they put out a feature of
// `model`?
void scan_outputs(JudgingModel const& model, Catalogue const& catalogue,
                  BlindFeaturesMeasurement& out);

// As post is understood; the mask tells what judging functions did not see.
using MaskLetter = std::function<Understanding(Document const&)>;
// Fills `planted`: each trait word once, in one letter after the other.
void scan_masks(std::span<MeasuredLetter const> letters, Counterfactuals const& templates,
                MaskLetter const& understand, unsigned threads, BlindFeaturesMeasurement& out);

} // namespace leitstand
