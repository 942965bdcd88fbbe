// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/learned_judge.hpp"

#include <algorithm>
#include <numeric>

namespace leitstand::detail_understand {

namespace {

constexpr std::size_t kAlternativesMax = 2; // of one kind, each explained like what is suggested

learn::LabelModel::Scratch& scratch() {
    thread_local learn::LabelModel::Scratch own;
    return own;
}

} // namespace

LearnedJudgement judge_by_model(JudgingModel const& model, JudgingView const& view,
                                std::vector<std::string> const& named, bool with_all) {
    auto const& names = model.labels().labels();
    std::vector<double> scores(names.size()), probabilities(names.size());
    model.labels().scores(view.words, view.clues, scratch(), scores);
    model.labels().probabilities(scores, probabilities);
    LearnedJudgement judgement;
    std::vector<std::uint32_t> order(names.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return probabilities[a] > probabilities[b]; });
    std::map<FindingKind, std::size_t> alternatives;
    for (auto const number : order) {
        auto parts = parts_of_label(names[number]);
        if (!parts)
            continue;
        auto const bound = model.bound(parts->first);
        auto const probability = probabilities[number];
        bool const suggested = probability >= bound.suggest;
        if (parts->first == FindingKind::service)
            judgement.certainty *= suggested ? probability : 1 - probability;
        bool const kept = suggested || with_all ||
                          std::find(named.begin(), named.end(), names[number]) != named.end();
        if (!kept && (probability < bound.near || alternatives[parts->first]++ >= kAlternativesMax))
            continue;
        auto const rival = model.labels().rival(number, scores);
        judgement.labels.push_back({parts->first, std::move(parts->second), probability, suggested,
                                    rival ? names[rival->label] : "", rival ? rival->amount : 0,
                                    model.labels().reasons(number, scratch())});
    }
    return judgement;
}

} // namespace leitstand::detail_understand
