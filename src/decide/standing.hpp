// SPDX-License-Identifier: EUPL-1.2
// What follows from an item as it stands: its findings with the decisions of persons, and the
// clocks and requirements computed anew from them. What was computed when the letter was read stays
// visible as superseded where it no longer follows. Threads: any; pure but for the SecondLook.
#pragma once

#include <vector>

#include "decide/inbox.hpp"
#include "understand/second_look.hpp"

namespace leitstand {

struct StandingClock {
    enum class State : std::uint8_t {
        as_read,    // as when the letter was read
        recomputed, // follows from what a person decided since
        superseded  // followed from the letter alone; no longer does
    };
    ClockFinding clock;
    State state = State::as_read;
};
std::string_view clock_state_name(StandingClock::State state);

struct Standing {
    std::vector<Request> requests;
    std::vector<StandingClock> clocks; // those that stand, then those superseded
    std::vector<RequirementFinding> requirements;
};

// The findings that hold: what was rejected is left out, what was corrected is what the person
// said, what was confirmed counts as suggested.
std::vector<Finding> standing_findings(std::vector<DecidedFinding> const& findings);

// Computed anew only where a person decided something or corrected the day of receipt, and only
// what functions say that `modes` shows at the desk now: one that was stopped looks at nothing
// again. Else, without `look`, and for a text above kSecondLookBytesMax, all is as when the letter
// was read.
Standing standing_of(ItemView const& view, SecondLook const* look, FunctionModes const& modes);

} // namespace leitstand
