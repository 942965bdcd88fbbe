// SPDX-License-Identifier: EUPL-1.2
// Judging by a trained model: scores, calibrated probabilities, and for what is shown the reasons,
// which add up to the score exactly and lie on words of the document. Private to understand/.
// Threads: any; each keeps its own working memory.
#pragma once

#include <string>
#include <vector>

#include "understand/detail/clues.hpp"
#include "understand/judging_models.hpp"

namespace leitstand::detail_understand {

struct LearnedContribution {
    std::string feature; // the words, or a clue's name; "" for marks of the whole text
    double amount = 0;
    std::vector<ByteSpan> spans; // in Scene::text()
};

struct LearnedLabel {
    FindingKind kind = FindingKind::service;
    std::string key;
    double probability = 0;
    double score = 0; // exactly intercept plus all amounts
    double intercept = 0;
    bool suggested = false;
    std::vector<LearnedContribution> contributions; // largest amount first
};

struct LearnedJudgement {
    std::vector<LearnedLabel> labels; // those suggested or near, likeliest first
    double certainty = 1;             // the probability that every decision about services is right
};

// `with_all`: also labels that are neither suggested nor near.
LearnedJudgement judge_by_model(JudgingModel const& model, JudgingView const& view, bool with_all);

} // namespace leitstand::detail_understand
