// SPDX-License-Identifier: EUPL-1.2
#include "learn/figures.hpp"

#include "base/assert.hpp"

namespace leitstand::learn {

namespace {

void sum_up(LabelFigures& figures) {
    double sum = 0;
    std::size_t occurring = 0;
    for (auto const& label : figures.by_label) {
        figures.all.hits += label.hits;
        figures.all.wrong += label.wrong;
        figures.all.missed += label.missed;
        sum += label.f1();
        occurring += label.occurs() ? 1 : 0;
    }
    figures.macro_f1 = occurring == 0 ? 0 : sum / static_cast<double>(occurring);
}

} // namespace

LabelFigures single_label_figures(std::size_t labels, std::span<std::uint32_t const> truth,
                                  std::span<std::uint32_t const> predicted) {
    ASSERT(truth.size() == predicted.size());
    LabelFigures figures;
    figures.by_label.resize(labels);
    figures.wholly_right.count = truth.size();
    for (std::size_t i = 0; i < truth.size(); ++i) {
        ASSERT(truth[i] < labels && predicted[i] < labels);
        if (truth[i] == predicted[i]) {
            ++figures.by_label[truth[i]].hits;
            ++figures.wholly_right.hits;
        } else {
            ++figures.by_label[truth[i]].missed;
            ++figures.by_label[predicted[i]].wrong;
        }
    }
    sum_up(figures);
    return figures;
}

LabelFigures multi_label_figures(std::size_t labels, std::span<std::uint8_t const> truth,
                                 std::span<std::uint8_t const> predicted) {
    ASSERT(labels > 0 && truth.size() == predicted.size() && truth.size() % labels == 0);
    LabelFigures figures;
    figures.by_label.resize(labels);
    for (std::size_t start = 0; start < truth.size(); start += labels) {
        bool right = true;
        for (std::size_t label = 0; label < labels; ++label) {
            bool const is = truth[start + label] != 0, said = predicted[start + label] != 0;
            auto& counts = figures.by_label[label];
            counts.hits += is && said ? 1 : 0;
            counts.wrong += !is && said ? 1 : 0;
            counts.missed += is && !said ? 1 : 0;
            right = right && is == said;
        }
        ++figures.wholly_right.count;
        figures.wholly_right.hits += right ? 1 : 0;
    }
    sum_up(figures);
    return figures;
}

ConfusionTable::ConfusionTable(std::size_t labels, std::span<std::uint32_t const> truth,
                               std::span<std::uint32_t const> predicted)
    : labels_(labels), counts_(labels * labels) {
    ASSERT(truth.size() == predicted.size());
    for (std::size_t i = 0; i < truth.size(); ++i) {
        ASSERT(truth[i] < labels && predicted[i] < labels);
        ++counts_[truth[i] * labels + predicted[i]];
    }
}

std::vector<ConfusionTable::Pair> ConfusionTable::mistakes(std::size_t count) const {
    std::vector<Pair> pairs;
    for (std::uint32_t truth = 0; truth < labels_; ++truth)
        for (std::uint32_t predicted = 0; predicted < labels_; ++predicted)
            if (truth != predicted && this->count(truth, predicted) > 0)
                pairs.push_back({truth, predicted, this->count(truth, predicted)});
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](auto const& left, auto const& right) { return left.count > right.count; });
    if (pairs.size() > count)
        pairs.resize(count);
    return pairs;
}

} // namespace leitstand::learn
