// SPDX-License-Identifier: EUPL-1.2
// Quality: errors, certainty and coverage of the running version on a frozen set, each judged by
// the worse end of its interval.
#include "govern/gates/words.hpp"
#include "govern/measurement/kind_words.hpp"

namespace leitstand::gates {

namespace {

void check_errors(GateResult& result, GateStep const& step, QualityMeasurement const& quality) {
    for (auto const& kind : quality.kinds) {
        auto const name = finding_kind_in_words(kind.kind);
        double const error = 1 - kind.precision.lower;
        if (error > step.limits.error_max)
            miss(result,
                 {"quality.error_too_high",
                  kind.kind,
                  fmt::format("{}: Von den Vorschlägen sind bis zu {} falsch; erlaubt sind {}.",
                              name.german, percent(error), percent(step.limits.error_max)),
                  fmt::format("{}: up to {} of the suggestions are wrong; {} are allowed.",
                              name.english, percent_en(error), percent_en(step.limits.error_max)),
                  "governance",
                  {}});
        if (kind.recall.lower < step.limits.coverage_min)
            miss(result,
                 {"quality.coverage_too_low",
                  kind.kind,
                  fmt::format("{}: Gefunden werden vielleicht nur {}; nötig sind {}.", name.german,
                              percent(kind.recall.lower), percent(step.limits.coverage_min)),
                  fmt::format("{}: perhaps only {} are found; {} are needed.", name.english,
                              percent_en(kind.recall.lower), percent_en(step.limits.coverage_min)),
                  "governance",
                  {}});
    }
}

// What is carried out without a look needs a promise, not an average.
void check_promise(GateResult& result, GateStep const& step, QualityMeasurement const& quality) {
    for (auto const& kind : quality.kinds)
        if (std::ranges::none_of(quality.bounds, [&](auto const& bound) {
                return bound.kind == kind.kind && bound.holds && bound.acted_on > 0 &&
                       bound.alpha <= step.limits.error_max;
            }))
            miss(result,
                 {"quality.nothing_promised",
                  kind.kind,
                  fmt::format("Für „{}“ lässt sich kein Fehleranteil von höchstens {} zusagen.",
                              finding_kind_in_words(kind.kind).german,
                              percent(step.limits.error_max)),
                  fmt::format("No share of errors of at most {} can be promised for \"{}\".",
                              percent_en(step.limits.error_max),
                              finding_kind_in_words(kind.kind).english),
                  "governance",
                  {}});
}

void check_calibration(GateResult& result, GovernView const& view, GateStep const& step) {
    if (std::ranges::find(view.guideline.gates.without_probabilities, view.rule.key) !=
        view.guideline.gates.without_probabilities.end())
        return;
    auto const held = fresh<CalibrationMeasurement>(
        result, view, step, "Die Messung, wie verlässlich die Wahrscheinlichkeiten sind,",
        "The measurement of how reliable the probabilities are");
    if (!held)
        return;
    if (held->measurement.kinds.empty())
        miss(result, {"calibration.empty",
                      "",
                      "Die Messung der Wahrscheinlichkeiten nennt keine Zahl.",
                      "The measurement of the probabilities holds no figure.",
                      "governance",
                      {}});
    for (auto const& kind : held->measurement.kinds) {
        if (kind.debiased.upper <= step.limits.calibration_max)
            continue;
        auto const name = finding_kind_in_words(kind.kind);
        miss(
            result,
            {"calibration.error_too_high",
             kind.kind,
             fmt::format("{}: Die Wahrscheinlichkeiten liegen bis zu {} daneben; erlaubt sind {}.",
                         name.german, percent(kind.debiased.upper),
                         percent(step.limits.calibration_max)),
             fmt::format("{}: the probabilities are off by up to {}; {} are allowed.", name.english,
                         percent_en(kind.debiased.upper), percent_en(step.limits.calibration_max)),
             "governance",
             {}});
    }
}

} // namespace

GateResult quality(GovernView const& view, GateStep const& step) {
    GateResult result{"quality", {}, {}};
    auto const held = fresh<QualityMeasurement>(result, view, step, "Die Messung der Güte",
                                                "The measurement of quality");
    if (held) {
        auto const& measured = held->measurement;
        if (measured.kinds.empty() || measured.taken.letters == 0)
            miss(result, {"quality.empty",
                          "",
                          "Die Messung der Güte nennt keine Zahl.",
                          "The measurement of quality holds no figure.",
                          "governance",
                          {}});
        if (measured.taken.data_sha256.empty())
            miss(result, {"quality.not_frozen",
                          "",
                          "Die Güte wurde nicht an einem festgehaltenen Satz von Fällen gemessen.",
                          "Quality was not measured on a frozen set of cases.",
                          "governance",
                          {}});
        check_errors(result, step, measured);
        if (step.mode == "act")
            check_promise(result, step, measured);
    }
    check_calibration(result, view, step);
    if (held && result.open())
        prove(result, *held->record,
              fmt::format("Gemessen an {} Schreiben ({}).", held->measurement.taken.letters,
                          held->measurement.taken.data),
              fmt::format("Measured on {} letters ({}).", held->measurement.taken.letters,
                          held->measurement.taken.data));
    return result;
}

} // namespace leitstand::gates
