// SPDX-License-Identifier: EUPL-1.2
// The Dutch algorithm register, and what is missing in the forms of others.
#include <nlohmann/json.hpp>

#include "govern/register/detail/form_fields.hpp"
#include "govern/register/detail/words_of_entry.hpp"
#include "govern/register/forms.hpp"
#include "text/markup.hpp"

namespace leitstand {

// Lengths and required fields of v1_0.json.
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

namespace {

// An address is asked for; "not public, because …" is a good answer in the dossier and none here.
bool wants_address(FormField const& field) {
    return field.name == "website" || field.name == "website_url" || field.name == "publiccode";
}

} // namespace

std::string field_text(RegisterEntry const& entry, FormField const& field) {
    bool const bare = wants_address(field) || field.name == "contact_email"; // stays one address
    std::string text;
    for (auto const& key : field.facts) {
        auto const* fact = entry.fact(key);
        if (fact != nullptr && !fact->value.german.empty())
            text +=
                (text.empty() ? "" : "\n\n") + marked(fact->value.german, fact->example && !bare);
    }
    if (!wants_address(field))
        return text;
    bool const is_address = text.starts_with("https://") || text.starts_with("http://");
    // What stands behind it ("… (EUPL-1.2)") is no part of it.
    return is_address ? text.substr(0, text.find_first_of(" \n")) : std::string{};
}

bool was_in_use(PublicEntry const& entry) {
    return std::any_of(entry.modes.begin(), entry.modes.end(), [](ModeStep const& step) {
        return step.to == Mode::assist || step.to == Mode::act;
    });
}

bool is_over(PublicEntry const& entry) {
    bool const in_use = entry.mode == Mode::assist || entry.mode == Mode::act;
    bool const ended = entry.mode == Mode::off && !entry.entry.text("end_date").empty();
    return !in_use && (ended || was_in_use(entry));
}

namespace {

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
    if (is_over(entry))
        return "Buiten gebruik";
    bool const in_use = entry.mode == Mode::assist || entry.mode == Mode::act;
    return in_use ? "In gebruik" : "In ontwikkeling";
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
    auto const add_month = [&](char const* name) { // what is planned is no date there
        if (auto const date = e.text(name); parse_iso_date(date))
            json[name] = std::string{date.substr(0, 7)};
    };
    if (json["status"] != "In ontwikkeling")
        add_month("begin_date");
    if (json["status"] == "Buiten gebruik")
        add_month("end_date");
    for (auto const& field : dutch_fields()) {
        auto const text = field_text(e, field);
        bool const fits = !wants_address(field) || text.starts_with("https://");
        if (!text.empty() && fits)
            json[std::string{field.name}] = fitted(text, field.characters);
    }
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
    auto const look = [&](char const* form, std::vector<FormField> const& fields,
                          std::string (*text)(RegisterEntry const&, FormField const&)) {
        for (auto const& field : fields)
            if (text(entry, field).empty())
                add(form, field);
    };
    if (entry.authority.empty())
        gaps.push_back({"nl-1.0", "organization", true, {}});
    look("nl-1.0", dutch_fields(), field_text);
    if (!rated(entry))
        add("nl-1.0", {"publication_category", Need::required, 0, {"ai_act_area"}});
    look("atrs-3.0", british_fields(), british_text);
    look("cyclonedx-1.6", cyclonedx_fields(), field_text);
    return gaps;
}

std::vector<FormGap> form_faults(RegisterEntry const& entry) {
    auto faults = form_gaps(entry);
    std::erase_if(faults, [](FormGap const& gap) { return !gap.blocks(); });
    return faults;
}

} // namespace leitstand
