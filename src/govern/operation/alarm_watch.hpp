// SPDX-License-Identifier: EUPL-1.2
// Looks at the functions that run, by what people decided so far, and enters an alarm into the
// journal where a rate has left its reference; the operation gate then closes, and the switchboard
// sets the function back. The reference begins with the newest step into `assist` or `act`, and
// anew once an alarm was settled. Threads: one of its own between start() and stop(); all others
// any.
#pragma once

#include <functional>
#include <vector>

#include "base/repeating.hpp"
#include "decide/outcome_figures.hpp"
#include "govern/governance.hpp"
#include "govern/operation/drift.hpp"
#include "govern/switchboard.hpp"

namespace leitstand::operation {

// The day from which decisions of the function count: of its newest step into use, or behind the
// newest settled alarm of the signal. Nothing for one that was never in use.
std::optional<Date> watched_since(std::vector<ModeChange> const& history, GovernView const& view,
                                  std::string_view signal);

// Override and misses, with all that was decided up to `last`, this day included. Up to today it is
// for the alarm alone: what people see is shown_drift() (shown_drift.hpp). Errors: the database's.
Result<std::vector<Drift>> drift_until(Date last, OutcomeFigures& figures,
                                       std::vector<ModeChange> const& history,
                                       GovernView const& view);
// The labels of a function that say what letters are about: services of `sort`, themes of `urgent`.
// A change of these is no fault by itself: what people write may have changed. By whole weeks that
// ended up to `last`; where they are more than kLabelSpansMax, by spans of several weeks each.
inline constexpr std::size_t kLabelSpansMax = 104; // docs/limits.md
Result<std::vector<Drift>> label_drift_until(Date last, OutcomeFigures& figures,
                                             std::vector<ModeChange> const& history,
                                             GovernView const& view);
// The days on which spans of whole weeks begin; the last one ends the row. At most one more than
// kLabelSpansMax: the first spans stay the reference, however long a function runs.
std::vector<Date> label_edges(Date since, Date last);

class AlarmWatch {
  public:
    static constexpr std::chrono::minutes kLookEvery{10};

    // All must outlive it.
    AlarmWatch(Governance const& governance, Switchboard& switchboard, OutcomeFigures& figures)
        : governance_(governance), switchboard_(switchboard), figures_(figures) {}

    // Enters what is new; how many. A conflict with another process that did the same is none.
    Result<std::size_t> enter_alarms();
    void start();
    void stop();

  private:
    Governance const& governance_;
    Switchboard& switchboard_;
    OutcomeFigures& figures_;
    Repeating repeating_;
};

} // namespace leitstand::operation
