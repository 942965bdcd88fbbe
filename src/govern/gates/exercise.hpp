// SPDX-License-Identifier: EUPL-1.2
// The exercise with planted errors: people were shown findings that are wrong on purpose; how many
// of them were noticed, by unit and never by person. It becomes a measurement of what runs
// (govern/measurement), which the gate of oversight asks for. Threads: pure functions.
#pragma once

#include "govern/measurement/measurement.hpp"
#include "govern/view.hpp"

namespace leitstand::gates {

inline constexpr std::size_t kExerciseUnitsMax = 200;
inline constexpr std::uint64_t kExerciseFindingsMax = 100'000; // shown to one unit
inline constexpr std::string_view kAllUnits = "all";           // figures of the whole house

struct ExerciseUnit {
    std::string unit; // key of the catalogue, or kAllUnits
    std::uint64_t persons = 0, shown = 0, found = 0;
};

struct Exercise {
    Date day;                  // on which it was held
    bool in_operation = false; // among real post; else in a training run
    std::vector<ExerciseUnit> units;
    std::string account;   // that enters it
    std::int64_t seen = 0; // number of the newest exercise that its screen showed
};

// Persons that a unit has at least: what the program keeps, or a works agreement where it asks for
// more.
std::uint64_t exercise_persons_min(GovernView const& view);

// Errors: refused "exercise.not_built", "exercise.not_agreed" where no works agreement in force
// allows planted errors in operation; bad_input "exercise.in_future", "exercise.unit_unknown",
// "exercise.too_few_persons", "exercise.counts_wrong" (the detail names the unit).
Result<NewRecord> new_exercise(GovernView const& view, Exercise const& exercise);

} // namespace leitstand::gates
