// SPDX-License-Identifier: EUPL-1.2
// Oversight: people can put the function right, and notice its mistakes. That was measured in a
// training run; in operation only where a works agreement allows it.
#include "govern/gates/words.hpp"

namespace leitstand::gates {

namespace {

void check_override(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const held = fresh<OverridePathMeasurement>(
        result, view, step, "Die Prüfung, ob sich Befunde berichtigen lassen,",
        "The check of whether findings can be put right");
    if (!held)
        return;
    auto const& steps = held->measurement.steps;
    auto const worked = std::ranges::count_if(steps, [](auto const& one) { return one.worked; });
    if (steps.empty() || static_cast<double>(worked) <
                             step.limits.overridden_min * static_cast<double>(steps.size()))
        miss(result, {"override_path.does_not_work",
                      "",
                      fmt::format("Berichtigen, Ablehnen und Zurücknehmen: {} von {} Wegen gehen.",
                                  worked, steps.size()),
                      fmt::format("Correcting, rejecting and taking back: {} of {} ways work.",
                                  worked, steps.size()),
                      "administrator",
                      {}});
    else
        prove(result, *held->record, "Befunde lassen sich berichtigen, ablehnen und zurücknehmen.",
              "Findings can be corrected, rejected and taken back.");
}

void check_planted(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const held =
        fresh<PlantedErrorsMeasurement>(result, view, step, "Die Übung mit eingestreuten Fehlern",
                                        "The exercise with planted errors");
    if (!held)
        return;
    auto const& measured = held->measurement;
    if (std::ranges::any_of(measured.units, [](auto const& unit) {
            return unit.persons < PlantedErrorsMeasurement::kPersonsMin;
        }))
        miss(result, {"planted_errors.too_few",
                      "",
                      "Die Übung weist eine Stelle mit zu wenigen Personen aus.",
                      "The exercise shows a unit with too few persons.",
                      "governance",
                      {}});
    auto const rate = measured.rate();
    if (rate.lower < step.limits.detected_min)
        miss(result,
             {"planted_errors.found_too_few",
              "",
              fmt::format("Eingestreute Fehler wurden vielleicht nur zu {} bemerkt; nötig sind {}.",
                          percent(rate.lower), percent(step.limits.detected_min)),
              fmt::format("Perhaps only {} of the planted errors were noticed; {} are needed.",
                          percent_en(rate.lower), percent_en(step.limits.detected_min)),
              "governance",
              {}});
    else
        prove(result, *held,
              fmt::format("In der Übung wurden {} der eingestreuten Fehler bemerkt.",
                          percent(rate.value)),
              fmt::format("In the exercise {} of the planted errors were noticed.",
                          percent_en(rate.value)));
}

} // namespace

GateResult oversight(GovernView const& view, GateStep const& step) {
    GateResult result{"oversight", {}, {}};
    check_override(result, view, step);
    check_planted(result, view, step);
    return result;
}

} // namespace leitstand::gates
