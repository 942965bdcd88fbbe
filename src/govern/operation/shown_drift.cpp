// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/shown_drift.hpp"

#include <cmath>

#include "govern/operation/shown_groups.hpp"

namespace leitstand::operation {

Result<ShownDrift> shown_drift(OutcomeFigures& figures, std::vector<ModeChange> const& history,
                               GovernView const& view, std::size_t persons_min) {
    ShownDrift out;
    auto const last = four_weeks(view.today).last;
    auto const enough = [&](std::string_view signal) -> Result<bool> {
        auto const since = watched_since(history, view, signal);
        if (!since || *since > last)
            return false;
        auto const period = TRY(figures.period(view.function, *since, last));
        return period.total.persons.size() >= persons_min;
    };
    for (auto& drift : TRY(drift_until(last, figures, history, view)))
        if (TRY(enough(drift.signal)))
            out.signals.push_back(std::move(drift));
    if (TRY(enough("")))
        out.labels = TRY(label_drift_until(last, figures, history, view));
    return out;
}

double to_points(double share) {
    return std::round(share * 100) / 100;
}

std::optional<double> shown_rate(learn::Share share) {
    if (share.count == 0)
        return std::nullopt;
    return to_points(share.value());
}

std::uint64_t shown_cases(std::uint64_t cases) {
    return (cases + kShownCasesStep - 1) / kShownCasesStep * kShownCasesStep;
}

} // namespace leitstand::operation
