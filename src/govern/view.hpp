// SPDX-License-Identifier: EUPL-1.2
// All that a pure function of govern may look at: the records of one function and of the whole
// authority, the guideline, what runs, and the day. Gates, forms and open points are functions of
// it, so that the same view gives the same answer on every machine. Threads: plain; it refers to
// what its maker keeps.
#pragma once

#include <optional>
#include <vector>

#include "catalogue/guideline.hpp"
#include "govern/journal.hpp"
#include "govern/release.hpp"
#include "law/calendar.hpp"

namespace leitstand {

struct GovernView {
    FunctionKey function = FunctionKey::sort;
    FunctionRule const& rule; // of this function
    Guideline const& guideline;
    Catalogue const& catalogue;
    law::Calendar const& calendar;      // of the authority's place
    std::vector<Record> const& records; // oldest first
    Release release;                    // what runs now
    Mode mode = Mode::off;              // the present one
    // The later one of the clock and the newest entry of the log, so that nothing that ran out
    // comes to life again by a clock that was set back.
    Instant now;
    Date today;                                 // of `now`, Europe/Berlin
    std::vector<std::string> const& roles_held; // roles that at least one unlocked account has
    bool example = false; // of an invented authority: there alone, example records open gates
    // The day of the clock where it stands before `today`.
    std::optional<Date> clock_day{};
    bool model_file_changed = false; // on the disk lies another one than the one that runs

    // The day for whoever gains by a period that has run out: he waits until both are there.
    Date waited_until() const { return clock_day.value_or(today); }
};

} // namespace leitstand
