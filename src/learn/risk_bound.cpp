// SPDX-License-Identifier: EUPL-1.2
#include "learn/risk_bound.hpp"

#include <cmath>

#include "base/assert.hpp"
#include "learn/intervals.hpp"

namespace leitstand::learn {

namespace {

constexpr double kPrintedSteps = 10'000; // four decimals
constexpr double kGridGrowth = 1.05;     // of 1 - threshold, from one threshold to the next
constexpr std::size_t kStartsMax = 4;
constexpr std::size_t kStartGrowth = 3; // how many times the items of a start the next one has

// 1 - 1/10 000, …, 0: fixed beforehand, finer where models are sure.
std::vector<double> threshold_grid() {
    std::vector<double> thresholds;
    for (double steps = 1; steps < kPrintedSteps;
         steps = std::max(steps + 1, std::round(steps * kGridGrowth)))
        thresholds.push_back((kPrintedSteps - steps) / kPrintedSteps);
    thresholds.push_back(0);
    return thresholds;
}

// How many items must be acted on for a sequence of tests to start. Each start has the same share
// of delta.
std::vector<std::size_t> starts(std::size_t items, double alpha, double delta) {
    for (std::size_t count = kStartsMax; count > 1; --count) {
        auto const least = items_needed(alpha, delta / static_cast<double>(count));
        std::vector<std::size_t> starts{least};
        while (starts.size() < count)
            starts.push_back(starts.back() * kStartGrowth);
        if (starts.back() <= items / 2)
            return starts;
    }
    // A third of the items forgives an error or two where the least number forgives none.
    return {std::max(items_needed(alpha, delta), items / kStartGrowth)};
}

struct ActedOn {
    double threshold = 0;
    std::size_t items = 0, errors = 0;
};

std::vector<ActedOn> acted_on_at(std::vector<double> const& thresholds,
                                 std::span<JudgedItem const> items) {
    std::vector<JudgedItem> sorted(items.begin(), items.end());
    std::sort(sorted.begin(), sorted.end(), [](auto const& left, auto const& right) {
        return left.confidence > right.confidence;
    });
    std::vector<ActedOn> steps;
    ActedOn step;
    for (auto const threshold : thresholds) {
        for (; step.items < sorted.size() && sorted[step.items].confidence >= threshold;
             ++step.items)
            step.errors += sorted[step.items].wrong ? 1 : 0;
        step.threshold = threshold;
        steps.push_back(step);
    }
    return steps;
}

} // namespace

double as_printed(double probability) {
    return std::round(probability * kPrintedSteps) / kPrintedSteps;
}

JudgedItem judge_top_label(std::span<double const> probabilities, std::size_t truth) {
    auto const top = std::max_element(probabilities.begin(), probabilities.end());
    ASSERT(top != probabilities.end());
    return {as_printed(*top), static_cast<std::size_t>(top - probabilities.begin()) != truth};
}

JudgedItem judge_labels(std::span<double const> probabilities,
                        std::span<std::uint8_t const> truth) {
    ASSERT(probabilities.size() == truth.size());
    JudgedItem item{1, false};
    for (std::size_t label = 0; label < truth.size(); ++label) {
        bool const said = probabilities[label] >= 0.5;
        item.confidence *= said ? probabilities[label] : 1 - probabilities[label];
        item.wrong = item.wrong || said != (truth[label] != 0);
    }
    item.confidence = as_printed(item.confidence);
    return item;
}

std::string_view bound_outcome_name(BoundOutcome outcome) {
    switch (outcome) {
    case BoundOutcome::holds:
        return "holds";
    case BoundOutcome::too_few_items:
        return "too_few_items";
    case BoundOutcome::too_many_errors:
        return "too_many_errors";
    }
    return "too_few_items";
}

std::size_t items_needed(double alpha, double delta) {
    // Infinite where alpha is so small that 1 - alpha is 1.
    auto const needed = std::ceil(std::log(delta) / std::log1p(-alpha));
    return needed < static_cast<double>(kItemsNeededMax) ? static_cast<std::size_t>(needed)
                                                         : kItemsNeededMax;
}

Result<RiskBound> bound_risk(std::span<JudgedItem const> items, double alpha, double delta) {
    auto const share = [](double value) { return value > 0 && value < 1; }; // false for NaN
    if (!share(alpha) || !share(delta))
        return fail(Code::bad_input, "learn.wrong_risk",
                    fmt::format("alpha {}, delta {}", alpha, delta));
    if (items.empty())
        return fail(Code::bad_input, "learn.calibration_empty");
    RiskBound bound{alpha, delta};
    bound.items = items.size();
    bound.needed = items_needed(alpha, delta);
    if (items.size() < bound.needed)
        return bound;
    bound.outcome = BoundOutcome::too_many_errors;

    auto const sequence_starts = starts(items.size(), alpha, delta);
    double const part = delta / static_cast<double>(sequence_starts.size());
    std::size_t started = 0;
    double level = 0; // what the sequence may still spend: passed on by each proven threshold
    for (auto const& step : acted_on_at(threshold_grid(), items)) {
        for (; started < sequence_starts.size() && step.items >= sequence_starts[started];
             ++started)
            level += part;
        if (level == 0)
            continue;
        if (binomial_at_most(step.errors, step.items, alpha) > level) {
            level = 0;
            continue;
        }
        bound.outcome = BoundOutcome::holds;
        bound.threshold = step.threshold;
        bound.acted_on = step.items;
        bound.errors = step.errors;
    }
    if (bound.holds())
        bound.error_upper = clopper_pearson_upper({bound.errors, bound.acted_on}, 1 - delta);
    return bound;
}

Result<std::map<std::string, RiskBound>> bound_risk_by_group(std::span<JudgedItem const> items,
                                                             std::span<std::string const> groups,
                                                             double alpha, double delta) {
    ASSERT(items.size() == groups.size());
    std::map<std::string, std::vector<JudgedItem>> by_group;
    for (std::size_t i = 0; i < items.size(); ++i)
        by_group[groups[i]].push_back(items[i]);
    std::map<std::string, RiskBound> bounds;
    for (auto const& [group, members] : by_group)
        bounds[group] = TRY(bound_risk(members, alpha, delta));
    return bounds;
}

} // namespace leitstand::learn
