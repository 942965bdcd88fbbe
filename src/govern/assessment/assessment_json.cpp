// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/assessment_json.hpp"

#include <nlohmann/json.hpp>

namespace leitstand {

namespace {

// When it was entered, which version it is, and whether it is invented.
Json entered(Record const* record) {
    if (record == nullptr)
        return nullptr;
    return Json{
        {"number", record->number}, {"at", to_rfc3339(record->at)}, {"example", record->example}};
}

Json choices_json(ImpactQuestion const& question) {
    auto list = Json::array();
    for (auto const& choice : question.choices)
        list.push_back(Json{{"value", choice.value},
                            {"text", choice.text},
                            {"text_en", choice.text_en},
                            {"points", choice.points}});
    return list;
}

// What the question may start with, and who says so; null where nothing.
Json start_json(GovernView const& view, ImpactQuestion const& question) {
    auto const start = starting_answer(view, question);
    if (start.chosen == nullptr)
        return nullptr;
    return Json{{"chosen", *start.chosen},
                {"fact", start.from == nullptr ? "" : start.from->key},
                {"fact_name", start.from == nullptr ? "" : start.from->name},
                {"fact_name_en", start.from == nullptr ? "" : start.from->name_en}};
}

Json question_json(GovernView const& view, ImpactQuestion const& question,
                   ImpactState const& state) {
    auto const& questionnaire = view.guideline.assessment.impact;
    auto const* section = questionnaire.section(question.section);
    auto const answer = state.answers.find(question.key);
    bool const answered = answer != state.answers.end();
    bool const own = !question.why.empty() || section == nullptr;
    return Json{{"key", question.key},
                {"section", question.section},
                {"text", question.text},
                {"text_en", question.text_en},
                {"why", own ? question.why : section->why},
                {"why_en", own ? question.why_en : section->why_en},
                {"many", question.many},
                {"choices", choices_json(question)},
                {"side", question.side == ScoreSide::mitigation ? "mitigation" : "impact"},
                {"start", start_json(view, question)},
                {"chosen", answered ? Json(answer->second.chosen) : Json::array()},
                {"reason", answered ? answer->second.reason : std::string{}},
                {"number", answered ? answer->second.record->number : 0},
                {"example", answered && answer->second.record->example}};
}

Json impact_json(GovernView const& view, ImpactState const& state) {
    auto const& questionnaire = view.guideline.assessment.impact;
    Json json = impact_score_json(state.score);
    json["version"] = questionnaire.version;
    json["source"] = questionnaire.source;
    for (auto& section : json["sections"]) {
        auto const* rule = questionnaire.section(section["key"].get<std::string>());
        section["name"] = rule->name;
        section["name_en"] = rule->name_en;
        section["side"] = rule->side == ScoreSide::raw          ? "raw"
                          : rule->side == ScoreSide::mitigation ? "mitigation"
                                                                : "none";
    }
    json["questions"] = Json::array(); // those that are asked now
    for (auto const& key : state.score.asked)
        json["questions"].push_back(question_json(view, *questionnaire.question(key), state));
    json["duties"] = Json::array();
    for (auto const& [duty, proof] : state.duties)
        json["duties"].push_back(Json{{"key", duty->key},
                                      {"name", duty->name},
                                      {"name_en", duty->name_en},
                                      {"text", duty->text},
                                      {"text_en", duty->text_en},
                                      {"role", duty->role},
                                      {"met", proof.met()},
                                      {"missing", missing_in_words(view, proof, false)},
                                      {"missing_en", missing_in_words(view, proof, true)}});
    return json;
}

Json axis_json(GovernView const& view, std::string_view fact,
               std::vector<std::string> const& steps) {
    auto list = Json::array();
    for (auto const& step : steps) {
        Json one{{"key", step}, {"name", step}, {"name_en", step}};
        if (auto const* rule = view.guideline.fact(fact))
            for (auto const& choice : rule->choices)
                if (choice.key == step) {
                    one["name"] = choice.name;
                    one["name_en"] = choice.name_en;
                }
        list.push_back(std::move(one));
    }
    return list;
}

Json criticality_json(GovernView const& view, CriticalityState const& state) {
    auto const& rules = view.guideline.assessment.criticality;
    Json json{{"harm_steps", axis_json(view, "criticality_harm", rules.harm)},
              {"dependence_steps", axis_json(view, "criticality_dependence", rules.dependence)},
              {"matrix", rules.classes},
              {"classes", Json::array()},
              {"harm", state.harm ? Json(*state.harm) : Json(nullptr)},
              {"dependence", state.dependence ? Json(*state.dependence) : Json(nullptr)},
              {"level", state.level ? Json(*state.level) : Json(nullptr)},
              {"rated", state.rated()},
              {"rating", entered(state.rating)},
              {"rating_number", state.rating == nullptr ? 0 : state.rating->number},
              {"changed", state.changed},
              {"measures", Json::array()}};
    for (auto const& name : rules.names)
        json["classes"].push_back(Json{{"name", name.name},
                                       {"name_en", name.name_en},
                                       {"text", name.text},
                                       {"text_en", name.text_en}});
    for (auto const& [measure, proof] : state.measures)
        json["measures"].push_back(Json{{"key", measure->key},
                                        {"name", measure->name},
                                        {"name_en", measure->name_en},
                                        {"role", measure->role},
                                        {"met", proof.met()},
                                        {"missing", missing_in_words(view, proof, false)},
                                        {"missing_en", missing_in_words(view, proof, true)}});
    return json;
}

Json form_json(FormState const& state) {
    Json json{{"key", state.form->key},         {"name", state.form->name},
              {"name_en", state.form->name_en}, {"law", state.form->law},
              {"text", state.form->text},       {"text_en", state.form->text_en},
              {"facts", state.facts},           {"facts_stated", state.facts_stated},
              {"complete", state.complete()},   {"items", Json::array()}};
    for (auto const& item : state.items) {
        Json one{{"key", item.item->key},         {"name", item.item->name},
                 {"name_en", item.item->name_en}, {"law", item.item->law},
                 {"risks", item.item->risks},     {"complete", item.complete},
                 {"facts", Json::array()}};
        for (auto const& [fact, record] : item.facts)
            one["facts"].push_back(Json{
                {"key", fact->key},
                {"name", fact->name},
                {"name_en", fact->name_en},
                {"words", record == nullptr
                              ? Json(nullptr)
                              : Json(fact_in_words(*fact, record->body->at("value"), false))},
                {"words_en", record == nullptr
                                 ? Json(nullptr)
                                 : Json(fact_in_words(*fact, record->body->at("value"), true))},
                {"stated", entered(record)}});
        json["items"].push_back(std::move(one));
    }
    return json;
}

Json risk_json(GovernView const& view, RiskEntry const& entry) {
    Json json = risk_body(entry.risk);
    json["id"] = entry.id;
    json["level"] = std::string{risk_level_name(entry.risk.level())};
    json["residual_level"] = std::string{risk_level_name(entry.risk.residual_level())};
    json["unaccepted"] = entry.risk.unaccepted();
    json["overdue"] = entry.risk.overdue(view.today);
    json["number"] = entry.record->number;
    json["at"] = to_rfc3339(entry.record->at);
    json["example"] = entry.record->example;
    return json;
}

} // namespace

Json impact_score_json(ImpactScore const& score) {
    Json json{{"raw", score.raw},
              {"raw_max", score.raw_max},
              {"mitigation", score.mitigation},
              {"mitigation_max", score.mitigation_max},
              {"lowered", score.lowered},
              {"total", score.total},
              {"level", score.level},
              {"complete", score.complete()},
              {"asked", score.asked.size()},
              {"open", score.open},
              {"hidden", score.hidden},
              {"unknown", score.unknown},
              {"sections", Json::array()}};
    for (auto const& section : score.sections)
        json["sections"].push_back(Json{{"key", section.section},
                                        {"points", section.points},
                                        {"points_max", section.points_max},
                                        {"asked", section.asked},
                                        {"answered", section.answered}});
    return json;
}

Json assessment_json(GovernView const& view, Assessment const& assessment) {
    Json json{{"function", view.rule.key},
              {"name", view.rule.name},
              {"name_en", view.rule.name_en},
              {"effect", std::string{effect_class_name(view.rule.effect)}},
              {"today", to_iso(view.today)},
              {"impact", impact_json(view, assessment.impact)},
              {"criticality", criticality_json(view, assessment.criticality)},
              {"forms", Json::array()},
              {"ai_act", Json{{"class", std::string{ai_act_class_name(assessment.ai_act.level)}},
                              {"missing", assessment.ai_act.missing},
                              {"german", assessment.ai_act.german},
                              {"english", assessment.ai_act.english}}},
              {"lock", nullptr},
              {"risks", Json::array()}};
    for (auto const& form : assessment.forms)
        json["forms"].push_back(form_json(form));
    if (assessment.lock)
        json["lock"] = Json{{"key", assessment.lock->key},
                            {"german", assessment.lock->german},
                            {"english", assessment.lock->english}};
    for (auto const& risk : assessment.risks)
        json["risks"].push_back(risk_json(view, risk));
    return json;
}

} // namespace leitstand
