// SPDX-License-Identifier: EUPL-1.2
// The dossier (KI-Akte) of a function: which facts are stated, where the tasks stand, which phase
// is reached. Worked out from the view, stored nowhere. Threads: any.
#pragma once

#include <string>
#include <vector>

#include "govern/dossier/task_state.hpp"
#include "govern/open_point.hpp"
#include "govern/view.hpp"

namespace leitstand {

struct FactStatus {
    Fact const* fact = nullptr;
    Record const* record = nullptr; // what is stated; null: nothing
    std::int64_t number = 0;        // of the newest version, withdrawn ones too
};

// How far a phase is. It is closed when nothing that it asks for is missing.
struct PhaseStatus {
    Phase const* phase = nullptr;
    int facts = 0, facts_stated = 0;
    int tasks = 0, tasks_settled = 0; // those that the function needs
    int sign_offs_missing = 0;
    bool closed() const { return facts == facts_stated && tasks == tasks_settled; }
};

struct Dossier {
    std::vector<FactStatus> facts;   // in the order of the guideline
    std::vector<TaskStatus> tasks;   // likewise
    std::vector<PhaseStatus> phases; // likewise
    // The phase reached: the first that is not closed, at most operation; switching off begins
    // with a stated end that has come.
    std::size_t reached = 0;
};

Dossier dossier_of(GovernView const& view);

// What is open up to the phase reached: facts to state, tasks to do, sign-offs, contradictions,
// roles that nobody holds. Due by the task's own day; facts by the stated begin.
std::vector<OpenPoint> dossier_open_points(GovernView const& view);

// Statements that cannot be true together; keys "dossier.contradiction.…".
std::vector<OpenPoint> contradictions(GovernView const& view);
// The stated begin is over, and nobody sees suggestions. An open point alone: as a gate it would
// close the very step that mends it.
std::optional<OpenPoint> begin_passed(GovernView const& view);

} // namespace leitstand
