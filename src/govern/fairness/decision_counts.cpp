// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/decision_counts.hpp"

#include <cmath>
#include <numeric>

#include "base/assert.hpp"

namespace leitstand::fairness {

namespace {

constexpr std::array<std::string_view, kRates> kKeys = {
    "selection_rate", "prevalence", "fpr", "fnr", "tpr",      "tnr",
    "precision",      "npv",        "fdr", "for", "accuracy", "error_rate",
    "abstention_rate"};

} // namespace

DecisionCounts& DecisionCounts::operator+=(DecisionCounts const& other) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] += other.rows[i];
    return *this;
}

std::uint64_t DecisionCounts::all() const {
    return std::accumulate(rows.begin(), rows.end(), std::uint64_t{0});
}

std::string_view rate_key(Rate rate) {
    return kKeys[static_cast<std::size_t>(rate)];
}

std::optional<Rate> rate_of(std::string_view key) {
    for (std::size_t i = 0; i < kKeys.size(); ++i)
        if (kKeys[i] == key)
            return static_cast<Rate>(i);
    return std::nullopt;
}

learn::Share share_of(Rate rate, DecisionCounts const& counts) {
    auto const tn = counts[Outcome::true_negative], fp = counts[Outcome::false_positive];
    auto const fn = counts[Outcome::false_negative], tp = counts[Outcome::true_positive];
    switch (rate) {
    case Rate::selection_rate:
        return {tp + fp, counts.decided()};
    case Rate::prevalence:
        return {tp + fn, counts.decided()};
    case Rate::fpr:
        return {fp, fp + tn};
    case Rate::fnr:
        return {fn, fn + tp};
    case Rate::tpr:
        return {tp, fn + tp};
    case Rate::tnr:
        return {tn, fp + tn};
    case Rate::precision:
        return {tp, tp + fp};
    case Rate::npv:
        return {tn, tn + fn};
    case Rate::fdr:
        return {fp, tp + fp};
    case Rate::false_omission:
        return {fn, tn + fn};
    case Rate::accuracy:
        return {tp + tn, counts.decided()};
    case Rate::error_rate:
        return {fp + fn, counts.decided()};
    case Rate::abstention_rate:
        return {counts[Outcome::abstained], counts.decided() + counts[Outcome::abstained]};
    }
    ASSERT(false);
}

std::optional<double> generalised_entropy(DecisionCounts const& counts) {
    auto const n = static_cast<double>(counts.decided());
    auto const twice = static_cast<double>(counts[Outcome::false_positive]);
    auto const none = static_cast<double>(counts[Outcome::false_negative]);
    auto const mean = (n - none + twice) / n;
    if (!(n > 0 && mean > 0))
        return std::nullopt;
    auto const squares = (n - none - twice) + 4 * twice;
    return (squares / (mean * mean) - n) / (2 * n);
}

std::optional<double> theil_index(DecisionCounts const& counts) {
    auto const n = static_cast<double>(counts.decided());
    auto const twice = static_cast<double>(counts[Outcome::false_positive]);
    auto const none = static_cast<double>(counts[Outcome::false_negative]);
    auto const mean = (n - none + twice) / n;
    if (!(n > 0 && mean > 0))
        return std::nullopt;
    auto const part = [&](double benefit) { return benefit / mean * std::log(benefit / mean); };
    return ((n - none - twice) * part(1) + twice * part(2)) / n;
}

} // namespace leitstand::fairness
