// SPDX-License-Identifier: EUPL-1.2
// The two registers of other countries. One table a standard says which facts make which field, so
// that what a form holds, what it requires and how long it may be can be read off.
#include <nlohmann/json.hpp>

#include "govern/register/detail/words_of_entry.hpp"
#include "govern/register/forms.hpp"
#include "govern/register/html.hpp"

namespace leitstand {

namespace {

enum class Need : std::uint8_t { optional, required };

struct FormField {
    std::string_view name;
    Need need;
    std::size_t characters;
    std::vector<std::string_view> facts; // of the dossier, one below the other
};

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
        {"impacttoetsen", Need::optional, kLong, {"ai_act_reasoning", "data_protection_measures"}},
        {"source_data", Need::optional, kLong, {"data_sources", "training_data", "data_period"}},
        {"methods_and_models", Need::optional, 5'000, {"method", "architecture"}},
        {"provider", Need::optional, 200, {"provider"}},
        {"publiccode", Need::optional, 500, {"source_code"}}};
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
        {"appeals_and_review", Need::required, kAny, {"objection_way", "complaint_way"}}};
    return fields;
}

// Fields that may occur several times (marked * in the list): one element for our one source.
std::vector<FormField> const& british_lists() {
    constexpr std::size_t kAny = 100'000;
    static std::vector<FormField> const fields{
        {"external_supplier", Need::required, kAny, {"provider"}},
        {"source_data_description",
         Need::required,
         kAny,
         {"data_sources", "data_groups", "data_quality"}},
        {"data_collection", Need::required, kAny, {"training_data", "data_representativeness"}},
        {"data_access_and_storage",
         Need::required,
         kAny,
         {"data_retention", "data_protection_measures"}},
        {"data_sharing_agreements", Need::required, kAny, {"data_protection_measures"}},
        {"impact_assessment_description",
         Need::optional,
         kAny,
         {"ai_act_reasoning", "proportionality"}}};
    return fields;
}

// An address is asked for; "not public, because …" is a good answer in the dossier and none here.
bool wants_address(FormField const& field) {
    return field.name == "website" || field.name == "publiccode";
}

std::string joined(RegisterEntry const& entry, FormField const& field) {
    std::string text;
    for (auto const& key : field.facts) {
        auto const one = entry.text(key);
        if (!one.empty())
            text += (text.empty() ? "" : "\n\n") + std::string{one};
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
    if (!entry.entry.text("end_date").empty())
        return "Buiten gebruik";
    bool const in_use = entry.mode == Mode::assist || entry.mode == Mode::act;
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
        texts.push_back(risk.description);
        measures.push_back(risk.measure);
    }
    if (entry.risks.empty() && !entry.text("harms").empty()) {
        names.push_back("Mögliche Schäden");
        texts.push_back(std::string{entry.text("harms")});
        measures.push_back(std::string{entry.text("measures_if_harm")});
    }
    json["risk_name"] = std::move(names);
    json["risk_description"] = std::move(texts);
    json["risk_mitigation"] = std::move(measures);
}

} // namespace

Json dutch_form(PublicEntry const& entry) {
    auto const& e = entry.entry;
    auto json = Json{{"name", cut_to(marked(e.name.german, entry.example()), 100)},
                     {"organization", cut_to(e.authority, 100)},
                     {"category", Json::array({"Sociale zekerheid", "Werk"})},
                     {"status", dutch_status(entry)},
                     {"publication_category", dutch_category(e)},
                     {"lang", "nld"},
                     {"standard_version", "1.0"},
                     {"source_id", "leitstand-" + e.function},
                     {"tags", entry.example() ? "lang:deu, Beispiel" : "lang:deu"}};
    for (auto const& [name, fact] :
         {std::pair{"begin_date", "begin_date"}, {"end_date", "end_date"}})
        if (auto const date = e.text(fact); date.size() >= 7)
            json[name] = std::string{date.substr(0, 7)};
    for (auto const& field : dutch_fields())
        if (auto const text = joined(e, field); !text.empty())
            json[std::string{field.name}] = fitted(text, field.characters);
    auto laws = Json::array();
    json["lawful_basis_grouping"] = laws;
    json["impacttoetsen_grouping"] = laws;
    json["source_data_grouping"] = laws;
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
    for (auto const& field : british_fields())
        if (auto const text = joined(e, field); !text.empty())
            json[std::string{field.name}] = cut_to(text, field.characters);
    for (auto const& field : british_lists())
        if (auto const text = joined(e, field); !text.empty())
            json[std::string{field.name}] = Json::array({cut_to(text, field.characters)});
    json["external_supplier_role"] = Json::array({"Anbieter des Programms"});
    json["source_data_name"] = Json::array({"Post an die Behörde und Lerndaten"});
    json["impact_assessment_name"] = Json::array({"Einstufung nach der KI-Verordnung"});
    add_risks(e, json);
    return json;
}

std::vector<FormFault> form_faults(RegisterEntry const& entry) {
    std::vector<FormFault> faults;
    auto const look = [&](char const* form, std::vector<FormField> const& fields) {
        for (auto const& field : fields)
            if (field.need == Need::required && joined(entry, field).empty())
                faults.push_back({form, std::string{field.name}});
    };
    look("nl-1.0", dutch_fields());
    look("atrs-2.1", british_fields());
    look("atrs-2.1", british_lists());
    if (entry.risks.empty() && entry.text("harms").empty())
        faults.push_back({"atrs-2.1", "risk_name"});
    if (entry.authority.empty())
        faults.push_back({"nl-1.0", "organization"});
    return faults;
}

} // namespace leitstand
