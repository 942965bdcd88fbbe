// SPDX-License-Identifier: EUPL-1.2
// Judging by a trained model: scores, calibrated probabilities, and for what is
// shown the reasons, which add up to the score exactly and lie on words of the
// document. Private to understand/. Threads: any; each keeps its own working
// memory.
#pragma once

#include <string>
#include <vector>

#include "learn/label_reasons.hpp"
#include "understand/detail/clues.hpp"
#include "understand/judging_models.hpp"

namespace leitstand::detail_understand {

struct LearnedLabel {
    FindingKind kind = FindingKind::service;
    std::string key;
    double probability = 0;
    bool suggested = false;
    std::string rival;       // the label of its kind that moves its score; empty: none does
    double rival_amount = 0; // by so much
    learn::Reasons why; // of the score without the rival; its words are JudgingView::words, its
                        // given features the clues
};

struct LearnedJudgement {
    std::vector<LearnedLabel> labels; // those suggested or near, likeliest first
    double certainty = 1;             // the probability that every decision about services is right
};

// `named`: labels that are kept beside as alternatives whatever their probability, because the text
// names them. `with_all`: also labels that are neither suggested nor near.
LearnedJudgement judge_by_model(JudgingModel const& model, JudgingView const& view,
                                std::vector<std::string> const& named, bool with_all);

} // namespace leitstand::detail_understand
