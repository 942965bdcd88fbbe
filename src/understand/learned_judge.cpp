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

void explain(JudgingModel const& model, JudgingView const& view, std::uint32_t number,
             LearnedLabel& label) {
    auto explanation = model.labels().explain_encoded(view.text, view.clues, number, scratch());
    label.score = explanation.score;
    label.intercept = explanation.intercept;
    for (auto& contribution : explanation.contributions) {
        LearnedContribution out{std::move(contribution.name), contribution.value, {}};
        if (contribution.span) {
            out.spans.push_back(*contribution.span);
        } else {
            auto const clue =
                std::find_if(view.clues.begin(), view.clues.end(),
                             [&](auto const& known) { return known.name == out.feature; });
            if (clue != view.clues.end())
                out.spans = view.places[static_cast<std::size_t>(clue - view.clues.begin())];
        }
        label.contributions.push_back(std::move(out));
    }
}

} // namespace

LearnedJudgement judge_by_model(JudgingModel const& model, JudgingView const& view, bool with_all) {
    auto const& names = model.labels().labels();
    std::vector<double> scores(names.size()), probabilities(names.size());
    model.labels().scores(view.text, view.clues, scratch(), scores);
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
        if (!suggested && !with_all &&
            (probability < bound.near || alternatives[parts->first]++ >= kAlternativesMax))
            continue;
        LearnedLabel label{
            parts->first, std::move(parts->second), probability, scores[number], 0, suggested, {}};
        explain(model, view, number, label);
        judgement.labels.push_back(std::move(label));
    }
    return judgement;
}

} // namespace leitstand::detail_understand
