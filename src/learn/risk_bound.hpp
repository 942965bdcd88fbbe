// SPDX-License-Identifier: EUPL-1.2
// A promise about what is acted on: with confidence 1 - delta over the draw of the calibration
// items, at most the share alpha of the items with a confidence of at least `threshold` is wrong,
// for items drawn like the calibration items.
//
// Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2021): each threshold is a
// hypothesis "more than alpha of what is acted on is wrong", tested by the exact binomial tail
// given how many items are acted on (the error rate is a conditional one). Thresholds stand on a
// grid that is fixed beforehand and are tested from strict to loose, so that testing many costs
// nothing: a looser one is reached only through the stricter ones. Because a single early error
// would end a sequence that starts at a handful of items, the level delta is shared out over up to
// four starts (fallback procedure, Wiens 2003); where a start lies depends on how many items are
// acted on, never on their errors. Exact where the error rate does not fall when the threshold is
// loosened.
//
// Without an error ceil(log(delta) / log(1 - alpha)) acted-on items are needed. Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leitstand::learn {

struct JudgedItem {
    double confidence = 0; // as printed, four decimals: see `as_printed`
    bool wrong = false;
};

// Probabilities are compared with a threshold as commands print them.
double as_printed(double probability);

// One label: the confidence is the highest probability.
JudgedItem judge_top_label(std::span<double const> probabilities, std::size_t truth);
// Several labels, said from probability 0.5 on: the item is wrong if any label is missed or said
// wrongly, and its confidence is the probability that all decisions are right, taken as
// independent.
JudgedItem judge_labels(std::span<double const> probabilities, std::span<std::uint8_t const> truth);

enum class BoundOutcome : std::uint8_t {
    holds,
    too_few_items,  // even without an error the items could not prove it
    too_many_errors // at every threshold that enough items reach
};
std::string_view bound_outcome_name(BoundOutcome outcome);

struct RiskBound {
    double alpha = 0, delta = 0;
    BoundOutcome outcome = BoundOutcome::too_few_items;
    std::size_t items = 0;
    std::size_t needed = 0; // acted-on items without an error that would prove it
    // The rest is 0 unless the bound holds.
    double threshold = 0; // the loosest proven one
    std::size_t acted_on = 0, errors = 0;
    double error_upper = 0; // one-sided, with confidence 1 - delta, for this threshold alone

    bool holds() const { return outcome == BoundOutcome::holds; }
    double share_acted_on() const {
        return items == 0 ? 0 : static_cast<double>(acted_on) / static_cast<double>(items);
    }
};

// More than anybody has: no promise with a smaller alpha can be kept.
inline constexpr std::size_t kItemsNeededMax = 1'000'000'000'000'000;
std::size_t items_needed(double alpha, double delta); // both inside (0,1); kItemsNeededMax at most

// Errors: bad_input "learn.wrong_risk" (alpha or delta outside (0,1)), "learn.calibration_empty".
Result<RiskBound> bound_risk(std::span<JudgedItem const> items, double alpha, double delta);

// The same for each group by itself (Mondrian): each group's promise holds with 1 - delta.
// `groups[i]` is the group of item i.
Result<std::map<std::string, RiskBound>> bound_risk_by_group(std::span<JudgedItem const> items,
                                                             std::span<std::string const> groups,
                                                             double alpha, double delta);

} // namespace leitstand::learn
