// SPDX-License-Identifier: EUPL-1.2
// A gate (Freigabeprüfung): one check between a dossier and a mode, a pure function of the view. It
// is open when nothing is missing; what cannot be assessed is missing. No table holds "open".
// Threads: plain values; any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "govern/open_point.hpp"
#include "govern/view.hpp"

namespace leitstand::gates {

// A record or figure that the gate rests on.
struct Proof {
    std::string german, english; // a sentence
    std::optional<Date> date;    // of the record
    bool example = false;        // the record was invented
};

struct GateResult {
    std::string key;
    std::vector<Proof> proof;
    std::vector<OpenPoint> missing;
    bool open() const { return missing.empty(); }
};

// Each asks what the step asks of the view's function; one file each.
GateResult need_and_participation(GovernView const& view, GateStep const& step);
GateResult impact(GovernView const& view, GateStep const& step);
GateResult data(GovernView const& view, GateStep const& step);
GateResult quality(GovernView const& view, GateStep const& step);
GateResult non_discrimination(GovernView const& view, GateStep const& step);
GateResult explanation(GovernView const& view, GateStep const& step);
GateResult oversight(GovernView const& view, GateStep const& step);
GateResult published(GovernView const& view, GateStep const& step);
GateResult release(GovernView const& view, GateStep const& step);
GateResult operation(GovernView const& view, GateStep const& step);

// Null where the guideline does not let such a function go to that mode, or above its highest.
GateStep const* step_to(GovernView const& view, Mode mode);
// The gates of one step, in the guideline's order; one that the program does not know is closed.
// They are asked as if the function ran in the step's mode, so that none opens a step that it would
// close at once; in a real authority they see no example record.
std::vector<GateResult> results(GovernView const& view, GateStep const& step);

// The highest mode whose gates, and those of every mode below it, are open now.
struct Allowed {
    Mode mode = Mode::off;
    std::vector<GateResult> next; // of the step above; empty where there is none
};
Allowed allowed(GovernView const& view);

} // namespace leitstand::gates
