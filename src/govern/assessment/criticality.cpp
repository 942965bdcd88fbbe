// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/criticality.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "govern/dossier/statement.hpp"

namespace leitstand {

namespace {

constexpr std::array<std::string_view, 6> kRestsOn{"criticality_harm",
                                                   "criticality_harm_reason",
                                                   "criticality_dependence",
                                                   "criticality_dependence_reason",
                                                   "legal_basis",
                                                   "purpose"};

std::optional<int> step_of(std::vector<std::string> const& steps, std::string const& value) {
    auto const found = std::find(steps.begin(), steps.end(), value);
    return found == steps.end() ? std::nullopt
                                : std::optional<int>(static_cast<int>(found - steps.begin()));
}

std::int64_t number_of(GovernView const& view, std::string_view fact) {
    auto const* record = statement_of(view.records, fact);
    return record == nullptr ? 0 : record->number;
}

std::int64_t rested_on(Json const& body, std::string_view fact) {
    auto const statements = body.find("statements");
    if (statements == body.end() || !statements->is_object())
        return -1;
    auto const found = statements->find(fact);
    return found != statements->end() && found->is_number_integer() ? found->get<std::int64_t>()
                                                                    : -1;
}

std::vector<std::string> changes_since(GovernView const& view, Json const& rating) {
    std::vector<std::string> changed;
    if (text_member(rating, "release") != view.release.measured())
        changed.emplace_back("release");
    if (text_member(rating, "effect_class") != effect_class_name(view.rule.effect))
        changed.emplace_back("effect_class");
    for (auto const fact : kRestsOn) {
        if (rested_on(rating, fact) == number_of(view, fact))
            continue;
        std::string const what{fact.starts_with("criticality") ? "criticality" : fact};
        if (std::find(changed.begin(), changed.end(), what) == changed.end())
            changed.push_back(what);
    }
    return changed;
}

} // namespace

CriticalityState criticality_state(GovernView const& view) {
    auto const& rules = view.guideline.assessment.criticality;
    CriticalityState state;
    state.harm = step_of(rules.harm, statement_text(view.records, "criticality_harm"));
    state.dependence =
        step_of(rules.dependence, statement_text(view.records, "criticality_dependence"));
    bool const reasoned = number_of(view, "criticality_harm_reason") > 0 &&
                          number_of(view, "criticality_dependence_reason") > 0;
    if (state.harm && state.dependence && reasoned)
        state.level = rules.classes.at(static_cast<std::size_t>(*state.harm))
                          .at(static_cast<std::size_t>(*state.dependence));
    state.rating = newest_of(view.records, RecordKind::risk, kRatingSubject);
    if (state.rating != nullptr && state.rating->body == nullptr)
        state.rating = nullptr;
    if (state.rating != nullptr)
        state.changed = changes_since(view, *state.rating->body);
    if (state.level)
        for (auto const& measure : rules.measures)
            if (measure.class_from <= *state.level)
                state.measures.push_back({&measure, prove_duty(view, measure.proof)});
    return state;
}

Json rating_body(GovernView const& view) {
    auto statements = Json::object();
    for (auto const fact : kRestsOn)
        statements[std::string{fact}] = number_of(view, fact);
    return Json{{"release", view.release.measured()},
                {"effect_class", std::string{effect_class_name(view.rule.effect)}},
                {"statements", std::move(statements)}};
}

} // namespace leitstand
