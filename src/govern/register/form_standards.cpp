// SPDX-License-Identifier: EUPL-1.2
// The two registers of other countries. One table a standard says which facts make which field, so
// that what a form holds, what it requires and how long it may be can be read off. A form says what
// the dossier says and no more: a field without facts is one that the dossier does not ask for.
#include <nlohmann/json.hpp>

#include "govern/register/detail/words_of_entry.hpp"
#include "govern/register/forms.hpp"
#include "text/markup.hpp"

namespace leitstand {

namespace {

// Lengths and required fields of v1_0.json; 350 for the short description (a later reading of the
// same standard allows more).
std::vector<FormField> const& dutch_fields() {
    constexpr std::size_t kLong = 2'500;
    static std::vector<FormField> const fields{
        {"description_short", Need::required, 350, {"register_summary"}},
        {"contact_email", Need::required, 500, {"contact_email"}},
        {"website", Need::optional, 500, {"website"}},
        {"goal", Need::optional, kLong, {"purpose", "goal", "benefit_citizens", "affected_groups"}},
        {"proportionality",
         Need::optional,
         kLong,
         {"proportionality", "alternatives_considered", "alternative_without_ai"}},
        {"human_intervention",
         Need::optional,
         kLong,
         {"human_decision", "oversight_plan", "override"}},
        {"risks", Need::optional, kLong, {"harms", "measures_if_harm"}},
        {"lawful_basis", Need::optional, kLong, {"legal_basis"}},
        {"impacttoetsen",
         Need::optional,
         kLong,
         {"ai_act_reasoning", "criticality_harm_reason", "criticality_dependence_reason"}},
        {"source_data", Need::optional, kLong, {"data_sources", "training_data", "data_period"}},
        {"methods_and_models", Need::optional, 5'000, {"method", "architecture"}},
        {"provider", Need::optional, 200, {"provider"}},
        {"publiccode", Need::optional, 500, {"source_code"}},
        {"category", Need::optional, 0, {}},
        {"url", Need::optional, 0, {}},
        {"process_index_url", Need::optional, 0, {}},
        {"lawful_basis_grouping", Need::optional, 0, {}},
        {"impacttoetsen_grouping", Need::optional, 0, {}},
        {"source_data_grouping", Need::optional, 0, {}}};
    return fields;
}

// Names and "required" of the published list; it states no lengths.
std::vector<FormField> const& british_fields() {
    constexpr std::size_t kAny = 100'000;
    static std::vector<FormField> const fields{
        {"description", Need::required, kAny, {"register_summary"}},
        {"website", Need::optional, kAny, {"website"}},
        {"contact_email", Need::required, kAny, {"contact_email"}},
        {"team", Need::optional, kAny, {"contact_unit"}},
        {"senior_responsible_owner", Need::optional, kAny, {"senior_owner"}},
        {"scope", Need::required, kAny, {"purpose", "processing_steps"}},
        {"benefit", Need::required, kAny, {"benefit_citizens", "benefit_staff", "goal"}},
        {"alternatives_considered",
         Need::optional,
         kAny,
         {"alternatives_considered", "alternative_without_ai"}},
        {"model_type", Need::required, kAny, {"method"}},
        {"frequency_usage", Need::optional, kAny, {"frequency", "affected_number"}},
        {"maintenance", Need::optional, kAny, {"maintenance"}},
        {"process_integration", Need::optional, kAny, {"oversight_plan", "fallback"}},
        {"human_decisions", Need::required, kAny, {"human_decision", "override"}},
        {"required_training", Need::optional, kAny, {"training_of_staff"}},
        {"appeals_and_review", Need::required, kAny, {"objection_way", "complaint_way"}},
        {"provided_information", Need::optional, 0, {}},
        {"system_architecture", Need::optional, 0, {}}};
    return fields;
}

// Fields that may occur several times (marked * in the list): one element.
std::vector<FormField> const& british_lists() {
    constexpr std::size_t kAny = 100'000;
    static std::vector<FormField> const fields{
        {"external_supplier", Need::required, kAny, {"provider"}},
        {"external_supplier_role", Need::required, kAny, {}},
        {"external_supplier_identifier", Need::optional, kAny, {}},
        {"data_access_terms", Need::optional, kAny, {}},
        {"source_data_url", Need::optional, kAny, {}},
        {"data_collection",
         Need::required,
         kAny,
         {"training_data", "data_period", "data_representativeness"}},
        {"data_access_and_storage",
         Need::required,
         kAny,
         {"data_retention", "data_protection_measures"}},
        {"data_sharing_agreements", Need::required, kAny, {}},
        {"impact_assessment_link", Need::optional, kAny, {}}};
    return fields;
}

// Lists beside each other: an element for each fact that is stated, called as the dossier calls it.
std::vector<FormField> const& british_named_lists() {
    static std::vector<FormField> const fields{
        {"source_data",
         Need::required,
         0,
         {"data_sources", "training_data", "data_groups", "data_quality"}},
        {"impact_assessment",
         Need::required,
         0,
         {"ai_act_reasoning", "proportionality", "criticality_harm_reason"}}};
    return fields;
}

// What a required field says for which the dossier has no answer; one that is not required stays
// away. Never a text that nobody entered.
constexpr char kNotStated[] = "nicht angegeben (not stated)";

// An address is asked for; "not public, because …" is a good answer in the dossier and none here.
bool wants_address(FormField const& field) {
    return field.name == "website" || field.name == "publiccode";
}

std::string joined(RegisterEntry const& entry, FormField const& field) {
    bool const bare = wants_address(field) || field.name == "contact_email"; // stays one address
    std::string text;
    for (auto const& key : field.facts) {
        auto const* fact = entry.fact(key);
        if (fact != nullptr && !fact->value.german.empty())
            text +=
                (text.empty() ? "" : "\n\n") + marked(fact->value.german, fact->example && !bare);
    }
    bool const is_address = text.starts_with("https://") || text.starts_with("http://");
    return wants_address(field) && !is_address ? std::string{} : text;
}

// Texts of 2 500 characters and more may hold HTML there: what is no markup is written so that it
// stays none, and still fits.
std::string fitted(std::string const& text, std::size_t characters) {
    bool const is_markup = characters >= 2'500;
    auto result = cut_to(text, characters);
    if (!is_markup)
        return result;
    for (auto room = characters; room > 0; room -= std::min<std::size_t>(room, 50)) {
        result = escaped(cut_to(text, room));
        if (code_points(result) <= characters)
            break;
    }
    return result;
}

std::string dutch_category(RegisterEntry const& entry) {
    if (is_high_risk(entry))
        return "Hoog-risico AI-systeem";
    return entry.effect == "C" ? "Impactvolle algoritmes" : "Overige algoritmes";
}

std::string dutch_status(PublicEntry const& entry) {
    bool const in_use = entry.mode == Mode::assist || entry.mode == Mode::act;
    if (!in_use && !entry.entry.text("end_date").empty()) // a planned end is none yet
        return "Buiten gebruik";
    bool const was_in_use =
        std::any_of(entry.modes.begin(), entry.modes.end(), [](ModeStep const& step) {
            return step.to == Mode::assist || step.to == Mode::act;
        });
    return in_use ? "In gebruik" : was_in_use ? "Buiten gebruik" : "In ontwikkeling";
}

std::string british_phase(PublicEntry const& entry) {
    auto const status = dutch_status(entry);
    return status == "In gebruik"       ? "production"
           : status == "Buiten gebruik" ? "retired"
           : entry.mode == Mode::shadow ? "development"
                                        : "design";
}

void add_risks(RegisterEntry const& entry, Json& json) {
    auto names = Json::array(), texts = Json::array(), measures = Json::array();
    for (auto const& risk : entry.risks) {
        names.push_back(marked(risk.title, risk.example));
        texts.push_back(marked(risk.description, risk.example));
        measures.push_back(marked(risk.measure, risk.example));
    }
    auto const* harms = entry.fact("harms");
    if (entry.risks.empty() && harms != nullptr) {
        names.push_back(harms->name.german);
        texts.push_back(marked(harms->value.german, harms->example));
        if (auto const* measure = entry.fact("measures_if_harm"))
            measures.push_back(marked(measure->value.german, measure->example));
    }
    for (auto const& [name, list] : {std::pair{"risk_name", &names},
                                     {"risk_description", &texts},
                                     {"risk_mitigation", &measures}})
        if (!list->empty())
            json[name] = std::move(*list);
}

void add_named_list(RegisterEntry const& entry, FormField const& field, Json& json) {
    auto names = Json::array(), texts = Json::array(), dates = Json::array();
    for (auto const& key : field.facts)
        if (auto const* fact = entry.fact(key); fact != nullptr) {
            names.push_back(fact->name.german);
            texts.push_back(marked(fact->value.german, fact->example));
            dates.push_back(fact->stated);
        }
    if (names.empty())
        return;
    auto const name = std::string{field.name};
    json[name + "_name"] = std::move(names);
    json[name + "_description"] = std::move(texts);
    if (name == "impact_assessment")
        json[name + "_date"] = std::move(dates);
}

bool rated(RegisterEntry const& entry) {
    return entry.fact("ai_act_area") != nullptr;
}

} // namespace

Json dutch_form(PublicEntry const& entry) {
    auto const& e = entry.entry;
    auto json = Json{{"name", cut_to(marked(e.name.german, entry.example()), 100)},
                     {"organization", cut_to(e.authority, 100)},
                     {"status", dutch_status(entry)},
                     {"lang", "nld"},
                     {"standard_version", "1.0"},
                     {"source_id", "leitstand-" + e.function},
                     {"tags", entry.example() ? "lang:deu, Beispiel" : "lang:deu"}};
    if (rated(e))
        json["publication_category"] = dutch_category(e);
    for (auto const& [name, fact] :
         {std::pair{"begin_date", "begin_date"}, {"end_date", "end_date"}})
        if (auto const date = e.text(fact); date.size() >= 7)
            json[name] = std::string{date.substr(0, 7)};
    for (auto const& field : dutch_fields())
        if (auto const text = joined(e, field); !text.empty())
            json[std::string{field.name}] = fitted(text, field.characters);
    return json;
}

Json british_form(PublicEntry const& entry) {
    auto const& e = entry.entry;
    auto json = Json{{"id", "leitstand-" + e.function},
                     {"standard_version", "2.1"},
                     {"language", "de"},
                     {"date_published", to_iso(date_in_berlin(entry.publications.front().at))},
                     {"date_updated", to_iso(date_in_berlin(entry.newest().at))},
                     {"name", marked(e.name.german, entry.example())},
                     {"organisation", e.authority},
                     {"phase", british_phase(entry)}};
    auto const said = [&](FormField const& field) {
        auto text = joined(e, field);
        bool const asked_in_vain = text.empty() && field.need == Need::required;
        return asked_in_vain ? std::string{kNotStated} : cut_to(text, field.characters);
    };
    for (auto const& field : british_fields())
        if (auto const text = said(field); !text.empty())
            json[std::string{field.name}] = text;
    for (auto const& field : british_lists())
        if (auto const text = said(field); !text.empty())
            json[std::string{field.name}] = Json::array({text});
    for (auto const& field : british_named_lists())
        add_named_list(e, field, json);
    add_risks(e, json);
    for (auto const* name :
         {"source_data_name", "source_data_description", "impact_assessment_name", "risk_name"})
        if (!json.contains(name))
            json[name] = Json::array({kNotStated});
    return json;
}

std::vector<FormGap> form_gaps(RegisterEntry const& entry) {
    std::vector<FormGap> gaps;
    auto const add = [&](char const* form, FormField const& field) {
        gaps.push_back({form,
                        std::string{field.name},
                        field.need == Need::required,
                        {field.facts.begin(), field.facts.end()}});
    };
    auto const look = [&](char const* form, std::vector<FormField> const& fields) {
        for (auto const& field : fields)
            if (joined(entry, field).empty())
                add(form, field);
    };
    if (entry.authority.empty())
        gaps.push_back({"nl-1.0", "organization", true, {}});
    look("nl-1.0", dutch_fields());
    if (!rated(entry))
        add("nl-1.0", {"publication_category", Need::required, 0, {"ai_act_area"}});
    look("atrs-2.1", british_fields());
    look("atrs-2.1", british_lists());
    look("atrs-2.1", british_named_lists());
    if (entry.risks.empty() && entry.text("harms").empty())
        add("atrs-2.1", {"risk_name", Need::required, 0, {"harms"}});
    look("cyclonedx-1.6", cyclonedx_fields());
    return gaps;
}

std::vector<FormGap> form_faults(RegisterEntry const& entry) {
    auto faults = form_gaps(entry);
    std::erase_if(faults, [](FormGap const& gap) { return !gap.blocks(); });
    return faults;
}

} // namespace leitstand
