// SPDX-License-Identifier: EUPL-1.2
// Explanation: reasons add up to the score exactly, and what is said of a letter without some words
// is true when it is judged anew.
#include "govern/gates/words.hpp"

namespace leitstand::gates {

namespace {

void check_share(GateResult& result, GateStep const& step, std::uint64_t good, std::uint64_t all,
                 std::string key, std::string_view german, std::string_view english) {
    auto const share = all == 0 ? 0 : static_cast<double>(good) / static_cast<double>(all);
    if (all == 0 || share < step.limits.explained_min)
        miss(result, {std::move(key),
                      "",
                      fmt::format("{}: {} von {}.", german, good, all),
                      fmt::format("{}: {} of {}.", english, good, all),
                      "governance",
                      {}});
}

} // namespace

GateResult explanation(GovernView const& view, GateStep const& step) {
    GateResult result{"explanation", {}, {}};
    auto const held = fresh<ExplanationMeasurement>(
        result, view, step, "Die Prüfung der Erklärungen", "The check of the explanations");
    if (!held)
        return result;
    auto const& measured = held->measurement;
    check_share(result, step, measured.add_up, measured.findings, "explanation.does_not_add_up",
                "Erklärungen, die genau den Wert ergeben", "Explanations that add up exactly");
    check_share(result, step, measured.valid, measured.counterfactuals,
                "explanation.counterfactual_wrong", "Gegenproben, die stimmen",
                "Counterfactuals that hold");
    if (result.open())
        prove(result, *held->record,
              fmt::format("{} Erklärungen ergeben genau den Wert, {} Gegenproben stimmen.",
                          measured.findings, measured.counterfactuals),
              fmt::format("{} explanations add up exactly, {} counterfactuals hold.",
                          measured.findings, measured.counterfactuals));
    return result;
}

} // namespace leitstand::gates
