// SPDX-License-Identifier: EUPL-1.2
// How good a judging model is, for its manifest and the page that shows it
// (docs/formats/judging-quality.md): for each kind of finding precision, recall and F1, whole, by
// label and by group of letters, with 95 % intervals; what was taken for what; how far the
// probabilities are from what comes true; which error can be promised. All of it on letters of
// writers that the scoring model had not seen. Nothing in it is drawn from the clock or from chance
// without a seed: the same training gives the same figures. Threads: any.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "learn/label_model.hpp"
#include "understand/finding.hpp"

namespace leitstand {

// One way of dividing the letters: "writer", "channel", "language", "letter_kind".
struct QualityGrouping {
    std::string by;
    std::vector<std::string> names; // of each letter's group, in the order of training; "": in none
};

// `suggest_from`: from which probability on a label of a kind counts as said; one entry for each
// kind of the model. The model must have been trained just now, as its scores of letters held aside
// do not lie in its file. Errors: those of learn::cross_calibrated.
Result<Json> judging_quality(learn::LabelModel const& model,
                             std::map<FindingKind, double> const& suggest_from,
                             std::span<QualityGrouping const> groupings);

} // namespace leitstand
