// SPDX-License-Identifier: EUPL-1.2
// Non-discrimination: the model knows no trait, an exchanged trait changes no finding, and groups
// are compared: under collection with a day of review, or assessed where the step asks for it.
#include <algorithm>

#include "govern/gates/words.hpp"
#include "govern/measurement/group_words.hpp"

namespace leitstand::gates {

namespace {

void check_blind(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const held = fresh<BlindFeaturesMeasurement>(
        result, view, step, "Die Suche nach verbotenen Merkmalen im Modell",
        "The search for forbidden traits in the model");
    if (held && !held->measurement.hits.empty())
        miss(result,
             {"blind_features.found",
              held->measurement.hits.front().trait,
              fmt::format("Das Modell kennt {} Wörter, die ein verbotenes Merkmal verraten.",
                          held->measurement.hits.size()),
              fmt::format("The model knows {} words that give away a forbidden trait.",
                          held->measurement.hits.size()),
              "governance",
              {}});
}

void check_counterfactual(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const held =
        fresh<CounterfactualMeasurement>(result, view, step, "Die Probe mit vertauschten Merkmalen",
                                         "The test with exchanged traits");
    if (!held)
        return;
    auto const& traits = held->measurement.traits;
    if (std::ranges::none_of(traits,
                             [](auto const& trait) { return trait.counts() && trait.pairs > 0; }))
        miss(result, {"counterfactual.empty",
                      "",
                      "Die Probe mit vertauschten Merkmalen enthält kein Paar.",
                      "The test with exchanged traits holds no pair.",
                      "governance",
                      {}});
    for (auto const& trait : traits)
        if (trait.counts() && trait.due_to_trait().upper > step.limits.changed_max)
            miss(result, {"counterfactual.changed_too_often",
                          trait.key,
                          fmt::format("{}: bis zu {} der Befunde ändern sich; erlaubt sind {}.",
                                      trait.name, percent(trait.due_to_trait().upper),
                                      percent(step.limits.changed_max)),
                          fmt::format("{}: up to {} of the findings change; {} are allowed.",
                                      trait.name_en, percent_en(trait.due_to_trait().upper),
                                      percent_en(step.limits.changed_max)),
                          "governance",
                          {}});
    if (result.open())
        prove(result, *held->record,
              "Ein vertauschtes Merkmal ändert die Befunde nicht mehr als erlaubt.",
              "An exchanged trait changes no more findings than allowed.");
}

void check_assessed(GateResult& result, GroupFiguresMeasurement const& figures) {
    for (auto const& group : figures.groups) {
        auto const name = group_in_words(group.of);
        if (!group.assessable)
            miss(result, {"group_figures.not_assessable",
                          name.english,
                          fmt::format("Gruppe „{}“: {} Schreiben genügen nicht; nötig sind {}.",
                                      name.german, group.letters, group.needed.value_or(0)),
                          fmt::format("Group \"{}\": {} letters do not suffice; {} are needed.",
                                      name.english, group.letters, group.needed.value_or(0)),
                          "governance",
                          {}});
        else if (group.significant)
            miss(result,
                 {"group_figures.worse",
                  name.english,
                  fmt::format("Gruppe „{}“: die Fehlerrate weicht nachweislich ab.", name.german),
                  fmt::format("Group \"{}\": the error rate differs provably.", name.english),
                  "governance",
                  {}});
    }
}

// A day ahead, but no more than the permitted age of a measurement.
void check_review_day(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const day = statement_date(view.records, "group_review_date");
    if (!day)
        miss(result, {"group_figures.no_review_date",
                      "group_review_date",
                      "Der Tag fehlt, bis zu dem die Zahlen der Gruppen beurteilt werden.",
                      "The day by which the figures of the groups are reviewed is missing.",
                      "governance",
                      {}});
    else if (*day < view.today)
        miss(
            result,
            {"group_figures.review_overdue", "group_review_date",
             fmt::format("Die Zahlen der Gruppen sollten bis zum {} beurteilt sein.", to_iso(*day)),
             fmt::format("The figures of the groups were to be reviewed by {}.", to_iso(*day)),
             "governance", *day});
    else if (plus_days(view.today, step.limits.measurement_days_max) < *day)
        miss(result, {"group_figures.review_too_late", "group_review_date",
                      "Der Tag der Beurteilung der Gruppen liegt zu weit in der Zukunft.",
                      "The day of the review of the groups is too far ahead.", "governance", *day});
}

} // namespace

GateResult non_discrimination(GovernView const& view, GateStep const& step) {
    GateResult result{"non_discrimination", {}, {}};
    check_blind(result, view, step);
    check_counterfactual(result, view, step);
    auto const groups = fresh<GroupFiguresMeasurement>(
        result, view, step, "Der Vergleich der Gruppen", "The comparison of the groups");
    if (groups && step.groups_assessed) {
        if (groups->measurement.groups.empty())
            miss(result, {"group_figures.empty",
                          "",
                          "Der Vergleich nennt keine Gruppe.",
                          "The comparison names no group.",
                          "governance",
                          {}});
        check_assessed(result, groups->measurement);
    }
    if (!step.groups_assessed)
        check_review_day(result, view, step);
    return result;
}

} // namespace leitstand::gates
