// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/group_figures.hpp"

namespace leitstand::fairness {

FairnessOptions group_figure_options() {
    FairnessOptions options;
    options.compared = {Rate::error_rate, Rate::fnr, Rate::fpr, Rate::abstention_rate};
    return options;
}

Result<FairnessReport> group_figures(std::vector<std::string> columns,
                                     std::span<JudgedCase const> cases,
                                     FairnessOptions const& options) {
    if (columns.empty() || columns.size() > kGroupColumnsMax)
        return fail(Code::bad_input, "fairness.too_many_columns",
                    fmt::format("{} / {}", columns.size(), kGroupColumnsMax));
    GroupedCounts counts{std::move(columns)};
    std::vector<std::string_view> values(counts.columns().size());
    for (auto const& judged : cases) {
        if (judged.traits.size() != values.size())
            return fail(Code::bad_input, "fairness.traits");
        std::copy(judged.traits.begin(), judged.traits.end(), values.begin());
        auto const outcome =
            judged.abstained ? Outcome::abstained : outcome_of(judged.truth, judged.said);
        TRY(counts.add(values, outcome, judged.seconds));
    }
    return report_fairness(counts, options);
}

} // namespace leitstand::fairness
