// SPDX-License-Identifier: EUPL-1.2
// One small function for each pair of statements that cannot be true together. A contradiction is
// an open point, never a silent correction: a person says which of the two holds.
#include <array>
#include <nlohmann/json.hpp>

#include "govern/dossier/dossier.hpp"
#include "govern/dossier/statement.hpp"

namespace leitstand {

namespace {

using Found = std::optional<OpenPoint>;

OpenPoint point(char const* name, std::string subject, std::string german, std::string english) {
    return {fmt::format("dossier.contradiction.{}", name),
            std::move(subject),
            std::move(german),
            std::move(english),
            "governance",
            std::nullopt};
}

Found begin_after_end(GovernView const& view) {
    auto const begin = statement_date(view.records, "begin_date");
    auto const end = statement_date(view.records, "end_date");
    if (!begin || !end || *begin <= *end)
        return std::nullopt;
    return point("begin_after_end", "end_date",
                 "Widerspruch: Der Beginn liegt nach dem Ende des Einsatzes.",
                 "Contradiction: the begin lies after the end of use.");
}

Found ended_but_running(GovernView const& view) {
    auto const end = statement_date(view.records, "end_date");
    if (!end || *end >= view.today || view.mode == Mode::off)
        return std::nullopt;
    return point("ended_but_running", "end_date",
                 "Widerspruch: Das Ende des Einsatzes ist vorbei, die Funktion läuft aber noch.",
                 "Contradiction: the end of use has passed, but the function is still running.");
}

// AI Act Art. 6(3), last subparagraph: profiling is always high-risk.
Found profiling_with_exemption(GovernView const& view) {
    auto const ground = statement_text(view.records, "ai_act_ground");
    if (!statement_yes(view.records, "ai_act_profiles").value_or(false) || ground.empty() ||
        ground == "none")
        return std::nullopt;
    return point("profiling_with_exemption", "ai_act_ground",
                 "Widerspruch: Eine Funktion, die Profile bildet, kann keine Ausnahme nach "
                 "Artikel 6 Absatz 3 haben.",
                 "Contradiction: a function that profiles people cannot have an exemption of "
                 "Article 6(3).");
}

Found entitlement_with_exemption(GovernView const& view) {
    auto const ground = statement_text(view.records, "ai_act_ground");
    if (!statement_yes(view.records, "ai_act_evaluates_entitlement").value_or(false) ||
        ground.empty() || ground == "none")
        return std::nullopt;
    return point("entitlement_with_exemption", "ai_act_ground",
                 "Widerspruch: Wer Ansprüche bewertet, bereitet nicht nur vor. Prüfen Sie die "
                 "Ausnahme nach Artikel 6 Absatz 3.",
                 "Contradiction: evaluating entitlement is no mere preparation. Check the "
                 "exemption of Article 6(3).");
}

// AI Act Annex III point 5(a) names the evaluation of entitlement.
Found entitlement_outside_of_area(GovernView const& view) {
    if (!statement_yes(view.records, "ai_act_evaluates_entitlement").value_or(false) ||
        statement_text(view.records, "ai_act_area") != "none")
        return std::nullopt;
    return point("entitlement_outside_of_area", "ai_act_area",
                 "Widerspruch: Die Funktion bewertet Ansprüche, es ist aber kein Bereich von "
                 "Anhang III genannt.",
                 "Contradiction: the function evaluates entitlement, but no area of Annex III is "
                 "named.");
}

// DESIGN rule 2: a person decides.
Found result_is_the_decision(GovernView const& view) {
    if (statement_text(view.records, "criticality_dependence") != "full" ||
        statement_text(view.records, "human_decision").empty())
        return std::nullopt;
    return point("result_is_the_decision", "criticality_dependence",
                 "Widerspruch: Das Ergebnis soll die Entscheidung sein, laut Akte entscheidet "
                 "aber ein Mensch.",
                 "Contradiction: the result is said to be the decision, but the dossier says that "
                 "a person decides.");
}

Found nobody_affected(GovernView const& view) {
    auto const* const number = statement_value(view.records, "affected_number");
    if (number == nullptr || !number->is_number() || number->get<double>() > 0 ||
        statement_text(view.records, "affected_groups").empty())
        return std::nullopt;
    return point("nobody_affected", "affected_number",
                 "Widerspruch: Es sind betroffene Gruppen genannt, ihre Zahl ist aber 0.",
                 "Contradiction: groups are named as affected, but their number is 0.");
}

constexpr auto kRules = std::to_array<Found (*)(GovernView const&)>(
    {begin_after_end, ended_but_running, profiling_with_exemption, entitlement_with_exemption,
     entitlement_outside_of_area, result_is_the_decision, nobody_affected});

} // namespace

std::optional<OpenPoint> begin_passed(GovernView const& view) {
    auto const begin = statement_date(view.records, "begin_date");
    auto const end = statement_date(view.records, "end_date");
    bool const shown = view.mode == Mode::assist || view.mode == Mode::act;
    if (!begin || *begin >= view.today || shown || (end && *end < view.today))
        return std::nullopt;
    return point("begin_passed", "begin_date",
                 "Widerspruch: Der Beginn ist vorbei, aber niemand sieht Vorschläge der Funktion. "
                 "Nennen Sie einen neuen Tag.",
                 "Contradiction: the begin has passed, but nobody sees suggestions of the "
                 "function. Name a new day.");
}

std::vector<OpenPoint> contradictions(GovernView const& view) {
    std::vector<OpenPoint> out;
    for (auto const rule : kRules)
        if (auto found = rule(view))
            out.push_back(std::move(*found));
    return out;
}

} // namespace leitstand
