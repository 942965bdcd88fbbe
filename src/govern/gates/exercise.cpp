// SPDX-License-Identifier: EUPL-1.2
#include "govern/gates/exercise.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "catalogue/catalogue.hpp"
#include "govern/participation/agreement.hpp"

namespace leitstand::gates {

namespace {

Result<void> check_units(GovernView const& view, std::vector<ExerciseUnit> const& units) {
    if (units.empty() || units.size() > kExerciseUnitsMax)
        return fail(Code::bad_input, "exercise.counts_wrong", "units");
    auto const least = exercise_persons_min(view);
    std::set<std::string> named;
    for (auto const& one : units) {
        if (one.unit != kAllUnits && view.catalogue.unit(one.unit) == nullptr)
            return fail(Code::bad_input, "exercise.unit_unknown", one.unit);
        if (one.persons < least)
            return fail(Code::bad_input, "exercise.too_few_persons",
                        fmt::format("{}: {} < {}", one.unit, one.persons, least));
        if (one.shown == 0 || one.shown > kExerciseFindingsMax || one.found > one.shown ||
            !named.insert(one.unit).second)
            return fail(Code::bad_input, "exercise.counts_wrong", one.unit);
    }
    // The whole house beside its units would count everybody twice.
    if (named.contains(std::string{kAllUnits}) && named.size() > 1)
        return fail(Code::bad_input, "exercise.counts_wrong", std::string{kAllUnits});
    return {};
}

} // namespace

std::uint64_t exercise_persons_min(GovernView const& view) {
    auto const agreed = static_cast<std::uint64_t>(std::max(terms_in_force(view).minimum_group, 0));
    return std::max(PlantedErrorsMeasurement::kPersonsMin, agreed);
}

Result<NewRecord> new_exercise(GovernView const& view, Exercise const& exercise) {
    if (view.release.version.empty())
        return fail(Code::refused, "exercise.not_built", view.rule.key);
    if (exercise.in_operation && !terms_in_force(view).planted_errors_in_operation)
        return fail(Code::refused, "exercise.not_agreed", view.rule.key);
    if (exercise.day > view.today)
        return fail(Code::bad_input, "exercise.in_future", to_iso(exercise.day));
    TRY(check_units(view, exercise.units));
    PlantedErrorsMeasurement measured;
    measured.taken.release = view.release.measured();
    measured.taken.version = view.release.version;
    measured.taken.data = fmt::format("Übung am {}", to_iso(exercise.day));
    measured.day = to_iso(exercise.day);
    measured.in_operation = exercise.in_operation;
    for (auto const& one : exercise.units)
        measured.units.push_back(
            {one.unit, one.persons, one.shown, one.found, estimate_of(one.found, one.shown)});
    NewRecord record;
    record.function = view.function;
    record.kind = RecordKind::measurement;
    record.subject = std::string{PlantedErrorsMeasurement::kSubject};
    record.number = exercise.seen + 1;
    record.by = exercise.account;
    record.body = record_body(pack(measured));
    return record;
}

} // namespace leitstand::gates
