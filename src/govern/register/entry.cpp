// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/entry.hpp"

#include <nlohmann/json.hpp>

#include "govern/register/detail/record_reading.hpp"

namespace leitstand {

namespace {

InLanguages choice_name(Fact const& fact, std::string const& key) {
    for (auto const& choice : fact.choices)
        if (choice.key == key)
            return {choice.name, choice.name_en};
    return {key, key};
}

// What a statement says, as people read it. Empty German: withdrawn, or not of the fact's kind.
RegisterFact shown(Fact const& fact, Json const& value) {
    RegisterFact result{fact.key, fact.section, {fact.name, fact.name_en}, {}, {}, {}, false};
    if (value.is_boolean()) {
        bool const yes = value.get<bool>();
        result.choice = yes ? "yes" : "no";
        result.value = yes ? InLanguages{"ja", "yes"} : InLanguages{"nein", "no"};
    } else if (value.is_number()) {
        result.value.german = value.dump();
    } else if (value.is_string()) {
        auto const text = value.get<std::string>();
        if (fact.kind == FactKind::choice) {
            result.choice = text;
            result.value = choice_name(fact, text);
        } else {
            result.value.german = text;
        }
    } else if (value.is_array()) {
        for (auto const& part : value) {
            if (!part.is_string())
                continue;
            auto const text = part.get<std::string>();
            auto const name =
                fact.kind == FactKind::choices ? choice_name(fact, text) : InLanguages{text, {}};
            result.value.german += (result.value.german.empty() ? "" : "\n") + name.german;
            if (!name.english.empty())
                result.value.english += (result.value.english.empty() ? "" : "\n") + name.english;
        }
    }
    return result;
}

std::vector<RegisterFact> published_facts(GovernView const& view) {
    std::vector<RegisterFact> facts;
    for (auto const& fact : view.guideline.facts) {
        auto const* record = newest_of(view.records, RecordKind::statement, fact.key);
        if (!fact.published || record == nullptr || !record->body)
            continue;
        auto const value = record->body->find("value");
        if (value == record->body->end())
            continue;
        auto stated = shown(fact, *value);
        stated.stated = to_iso(date_in_berlin(record->at));
        stated.example = record->example;
        if (!stated.value.german.empty())
            facts.push_back(std::move(stated));
    }
    return facts;
}

template <typename T, typename Read>
std::vector<T> read_all(GovernView const& view, RecordKind kind, Read const& read) {
    std::vector<T> result;
    for (auto const* record : newest_of(view.records, kind))
        if (record->body)
            read(*record, result);
    return result;
}

Json both(InLanguages const& text) {
    return Json{{"de", text.german}, {"en", text.english}};
}

} // namespace

RegisterFact const* RegisterEntry::fact(std::string_view key) const {
    for (auto const& fact : facts)
        if (fact.key == key)
            return &fact;
    return nullptr;
}

std::string_view RegisterEntry::text(std::string_view key) const {
    auto const* found = fact(key);
    return found != nullptr ? std::string_view{found->value.german} : std::string_view{};
}

bool RegisterEntry::has_examples() const {
    auto const any = [](auto const& list) {
        return std::any_of(list.begin(), list.end(), [](auto const& one) { return one.example; });
    };
    return any(facts) || any(figures) || any(risks) || any(participation);
}

RegisterEntry register_entry(GovernView const& view) {
    RegisterEntry entry;
    entry.function = view.rule.key;
    entry.authority = view.catalogue.authority;
    entry.name = {view.rule.name, view.rule.name_en};
    entry.name_plain = view.rule.name_plain;
    entry.does = {view.rule.does, view.rule.does_en};
    entry.effect = view.rule.effect == EffectClass::a   ? "A"
                   : view.rule.effect == EffectClass::b ? "B"
                                                        : "C";
    entry.highest_mode = view.rule.highest_mode;
    entry.release = view.release;
    entry.facts = published_facts(view);
    entry.figures = read_all<RegisterFigure>(
        view, RecordKind::measurement,
        [&](Record const& record, auto& list) { read_measurement(record, view.release, list); });
    entry.risks = read_all<RegisterRisk>(view, RecordKind::risk, read_risk);
    // Each step counts, not only the newest word on a subject.
    for (auto const& record : view.records)
        if (record.kind == RecordKind::participation && record.body)
            read_participation(record, entry.participation);
    std::stable_sort(entry.participation.begin(), entry.participation.end(),
                     [](auto const& a, auto const& b) { return a.on < b.on; });
    return entry;
}

Json entry_json(RegisterEntry const& entry) {
    Json json{{"function", entry.function},
              {"authority", entry.authority},
              {"name", both(entry.name)},
              {"name_plain", entry.name_plain},
              {"does", both(entry.does)},
              {"effect_class", entry.effect},
              {"highest_mode", entry.highest_mode},
              {"release",
               {{"version", entry.release.version},
                {"model", entry.release.model},
                {"catalogue", entry.release.catalogue},
                {"configuration", entry.release.configuration},
                {"guideline", entry.release.guideline}}}};
    auto facts = Json::array();
    for (auto const& fact : entry.facts)
        facts.push_back({{"key", fact.key},
                         {"section", fact.section},
                         {"name", both(fact.name)},
                         {"value", both(fact.value)},
                         {"choice", fact.choice},
                         {"stated", fact.stated},
                         {"example", fact.example}});
    auto figures = Json::array();
    auto const number = [](std::optional<double> value) {
        return value ? Json(*value) : Json(nullptr);
    };
    for (auto const& figure : entry.figures)
        figures.push_back({{"metric", figure.metric},
                           {"name", both(figure.name)},
                           {"slice", figure.slice},
                           {"slice_name", both(figure.slice_name)},
                           {"value", number(figure.value)},
                           {"lower", number(figure.lower)},
                           {"upper", number(figure.upper)},
                           {"count", figure.count},
                           {"suppressed", figure.suppressed},
                           {"measured", figure.measured},
                           {"example", figure.example}});
    auto risks = Json::array();
    for (auto const& risk : entry.risks)
        risks.push_back({{"id", risk.id},
                         {"title", risk.title},
                         {"description", risk.description},
                         {"likelihood", risk.likelihood},
                         {"severity", risk.severity},
                         {"measure", risk.measure},
                         {"residual", risk.residual},
                         {"owner", risk.owner},
                         {"example", risk.example}});
    auto participation = Json::array();
    for (auto const& step : entry.participation)
        participation.push_back({{"body", step.body},
                                 {"event", step.event},
                                 {"result", step.result},
                                 {"on", step.on},
                                 {"example", step.example}});
    json["facts"] = std::move(facts);
    json["figures"] = std::move(figures);
    json["risks"] = std::move(risks);
    json["participation"] = std::move(participation);
    return json;
}

std::vector<std::string> differences(RegisterEntry const& before, RegisterEntry const& after) {
    std::vector<std::string> result;
    for (auto const& fact : after.facts) {
        auto const* old = before.fact(fact.key);
        if (old == nullptr || old->value != fact.value)
            result.push_back(fact.key);
    }
    for (auto const& fact : before.facts)
        if (after.fact(fact.key) == nullptr)
            result.push_back(fact.key);
    if (before.figures != after.figures)
        result.emplace_back("figures");
    if (before.risks != after.risks)
        result.emplace_back("risks");
    if (before.participation != after.participation)
        result.emplace_back("participation");
    if (before.release != after.release)
        result.emplace_back("release");
    return result;
}

} // namespace leitstand
