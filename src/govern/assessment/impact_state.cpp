// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/impact_state.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "govern/dossier/statement.hpp"

namespace leitstand {

namespace {

std::optional<ImpactAnswer> read_answer(Record const& record) {
    if (record.body == nullptr)
        return std::nullopt;
    ImpactAnswer answer;
    answer.record = &record;
    auto const& body = *record.body;
    if (auto const found = body.find("chosen"); found != body.end() && found->is_array())
        for (auto const& value : *found)
            if (value.is_string())
                answer.chosen.push_back(value.get<std::string>());
    if (auto const found = body.find("reason"); found != body.end() && found->is_string())
        answer.reason = found->get<std::string>();
    return answer;
}

} // namespace

std::string impact_subject(std::string_view question) {
    std::string subject{"aia:"};
    for (char const c : question)
        subject += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return subject;
}

ImpactState impact_answers(GovernView const& view) {
    auto const& rules = view.guideline.assessment;
    ImpactState state;
    ChosenValues chosen;
    for (auto const& question : rules.impact.questions) {
        auto const* record =
            newest_of(view.records, RecordKind::risk, impact_subject(question.key));
        auto answer = record == nullptr ? std::nullopt : read_answer(*record);
        if (!answer)
            continue;
        chosen[question.key] = answer->chosen;
        state.answers.emplace(question.key, *std::move(answer));
    }
    state.score = score_impact(rules.impact, chosen);
    return state;
}

bool impact_rated(ImpactQuestionnaire const& questionnaire, ImpactScore const& score) {
    return std::ranges::all_of(score.open, [&](auto const& key) {
        auto const* question = questionnaire.question(key);
        return question != nullptr && question->side == ScoreSide::mitigation;
    });
}

ImpactState impact_state(GovernView const& view) {
    auto const& rules = view.guideline.assessment;
    auto state = impact_answers(view);
    if (!impact_rated(rules.impact, state.score))
        return state;
    for (auto const& duty : rules.duties)
        if (duty.level_from <= state.score.level && state.score.level <= duty.level_to)
            state.duties.push_back({&duty, prove_duty(view, duty.proof)});
    return state;
}

Result<void> check_impact_answer(ImpactQuestion const& question,
                                 std::vector<std::string> const& chosen, std::string_view reason) {
    std::set<std::string_view> seen;
    for (auto const& value : chosen)
        if (question.choice(value) == nullptr || !seen.insert(value).second)
            return fail(Code::bad_input, "assessment.choice_unknown", question.key);
    if (!question.many && chosen.size() > 1)
        return fail(Code::bad_input, "assessment.choice_unknown", question.key);
    if (reason.size() > kImpactReasonBytesMax)
        return fail(Code::too_large, "assessment.text_too_long", question.key);
    return {};
}

StartingAnswer starting_answer(GovernView const& view, ImpactQuestion const& question) {
    if (auto const* rule = view.guideline.answer_from_statement(question.key);
        rule != nullptr && statement_of(view.records, rule->fact) != nullptr)
        return {&rule->answer, view.guideline.fact(rule->fact)};
    return {view.guideline.starting_answer(view.rule.key, question.key), nullptr};
}

Json impact_answer_body(std::vector<std::string> const& chosen, std::string_view reason) {
    return Json{{"chosen", chosen}, {"reason", std::string{reason}}};
}

} // namespace leitstand
