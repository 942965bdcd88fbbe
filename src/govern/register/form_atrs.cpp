// SPDX-License-Identifier: EUPL-1.2
// The UK Algorithmic Transparency Recording Standard 3.0: one text for each attribute of the
// standard's table.
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "govern/register/detail/form_fields.hpp"
#include "govern/register/detail/words_of_entry.hpp"
#include "govern/register/forms.hpp"
#include "govern/register/words.hpp"

namespace leitstand {

namespace {

// What a required field says for which the dossier has no answer; one that is not required stays
// away. Never a text that nobody entered.
constexpr char kNotStated[] = "nicht angegeben (not stated)";

std::string or_not_stated(std::string text) {
    return text.empty() ? std::string{kNotStated} : std::move(text);
}

// The register gives each record a number; ours is one that the same words always give.
std::int64_t record_number(RegisterEntry const& entry) {
    auto const bytes = sha256(entry.authority + "\n" + entry.function);
    std::int64_t number = 0;
    for (std::size_t i = 0; i < 6; ++i) // every reader of JSON holds 48 bits exactly
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    return number;
}

// Values of the site that publishes the records.
std::string phase_of(PublicEntry const& entry) {
    if (entry.mode == Mode::assist || entry.mode == Mode::act)
        return "production";
    if (is_over(entry))
        return "retired";
    return entry.mode == Mode::shadow ? "beta-pilot" : "pre-deployment";
}

void add_line(std::string& text, std::string const& line) {
    text += (text.empty() ? "" : "\n") + line;
}

std::string performance(RegisterEntry const& entry) {
    std::string text;
    for (auto const& figure : entry.figures) {
        if (!figure.value)
            continue;
        auto line = figure.name.german;
        if (!figure.slice_name.german.empty())
            line += fmt::format(" ({})", figure.slice_name.german);
        line += fmt::format(": {}", shown_share(RegisterLanguage::german, *figure.value));
        if (figure.lower && figure.upper)
            line +=
                fmt::format(" ({} bis {})", shown_share(RegisterLanguage::german, *figure.lower),
                            shown_share(RegisterLanguage::german, *figure.upper));
        add_line(text, marked(line, figure.example));
    }
    return text;
}

// Each with the day on which it was stated.
std::string assessments(RegisterEntry const& entry, FormField const& field) {
    std::string text;
    for (auto const& key : field.facts)
        if (auto const* fact = entry.fact(key); fact != nullptr)
            add_line(text, fmt::format("{} ({}): {}", fact->name.german, fact->stated,
                                       marked(fact->value.german, fact->example)));
    return text;
}

std::string risks(RegisterEntry const& entry, FormField const& field) {
    std::string text;
    for (auto const& risk : entry.risks) {
        auto line = marked(risk.title, risk.example);
        for (auto const& part : {risk.description, risk.measure})
            if (!part.empty())
                line += ": " + marked(part, risk.example);
        add_line(text, line);
    }
    return text.empty() ? field_text(entry, field) : text;
}

} // namespace

std::string british_text(RegisterEntry const& entry, FormField const& field) {
    if (field.name == "impact_assessment")
        return assessments(entry, field);
    return field.name == "risks_and_mitigations" ? risks(entry, field) : field_text(entry, field);
}

// Attributes and "required" of the published table. What a dossier does not fill but the entry
// itself (names, version, phase, dates) is written by british_form().
std::vector<FormField> const& british_fields() {
    static std::vector<FormField> const fields{
        {"organisation_type", Need::required, 0, {}},
        {"function", Need::required, 0, {}},
        {"capability", Need::required, 0, {}},
        {"task", Need::required, 0, {}},
        {"region", Need::required, 0, {}},
        {"description", Need::required, 0, {"register_summary"}},
        {"website_url", Need::required, 0, {"website"}},
        {"contact_email", Need::required, 0, {"contact_email"}},
        {"team", Need::required, 0, {"contact_unit"}},
        {"senior_responsible_owner", Need::required, 0, {"senior_owner"}},
        {"external_supplier_involvement", Need::required, 0, {"provider"}},
        {"external_supplier", Need::optional, 0, {"provider"}},
        {"companies_house_number", Need::optional, 0, {}},
        {"external_supplier_role", Need::optional, 0, {}},
        {"procurement_procedure_type", Need::optional, 0, {}},
        {"data_access_terms", Need::optional, 0, {}},
        {"detailed_description", Need::optional, 0, {"method"}},
        {"scope", Need::required, 0, {"purpose", "processing_steps"}},
        {"benefit", Need::required, 0, {"benefit_citizens", "benefit_staff", "goal"}},
        {"previous_process", Need::optional, 0, {}},
        {"alternatives_considered",
         Need::optional,
         0,
         {"alternatives_considered", "alternative_without_ai"}},
        {"process_integration", Need::required, 0, {"oversight_plan", "fallback"}},
        {"frequency_and_scale_of_usage", Need::required, 0, {"frequency", "affected_number"}},
        {"human_decisions_and_review", Need::required, 0, {"human_decision", "override"}},
        {"required_training", Need::required, 0, {"training_of_staff"}},
        {"appeals_and_review", Need::optional, 0, {"objection_way", "complaint_way"}},
        {"system_architecture", Need::required, 0, {"architecture", "source_code"}},
        {"maintenance", Need::required, 0, {"maintenance"}},
        {"model_input", Need::required, 0, {"data_sources"}},
        {"model_architecture", Need::required, 0, {"method"}},
        {"datasets", Need::required, 0, {"training_data"}},
        {"dataset_purposes", Need::required, 0, {}},
        {"source_data_name", Need::required, 0, {"data_sources"}},
        {"data_modality", Need::required, 0, {}},
        {"data_description", Need::required, 0, {"training_data", "data_period", "data_quality"}},
        {"data_quantities", Need::required, 0, {}},
        {"sensitive_attributes", Need::required, 0, {"data_groups"}},
        {"data_completeness_and_representativeness",
         Need::required,
         0,
         {"data_representativeness"}},
        {"source_data_url", Need::required, 0, {}},
        {"data_collection", Need::required, 0, {"data_sources", "data_period"}},
        {"data_cleaning", Need::optional, 0, {}},
        {"data_sharing_agreements", Need::required, 0, {}},
        {"data_access_and_storage",
         Need::required,
         0,
         {"data_retention", "data_protection_measures"}},
        {"impact_assessment",
         Need::required,
         0,
         {"ai_act_reasoning", "proportionality", "criticality_harm_reason",
          "criticality_dependence_reason"}},
        {"risks_and_mitigations", Need::required, 0, {"harms", "measures_if_harm"}}};
    return fields;
}

Json british_form(PublicEntry const& entry) {
    auto const& e = entry.entry;
    auto const name = marked(e.name.german, entry.example());
    auto const does = or_not_stated(e.does.german);
    auto const version = or_not_stated(e.release.version);
    auto const day_of = [](Publication const& one) { return to_iso(date_in_berlin(one.at)); };
    Json json{{"id", record_number(e)},
              {"standard_version", "3.0"},
              {"tags", entry.example() ? "lang:de, Beispiel" : "lang:de"},
              {"date_of_completion", day_of(entry.publications.front())},
              {"date_updated", day_of(entry.newest())},
              {"title", name},
              {"organisation_name", or_not_stated(e.authority)},
              {"phase", phase_of(entry)},
              {"one_sentence_description", does},
              {"name", name},
              {"organisation_or_department", or_not_stated(e.authority)},
              {"provided_information", does},
              {"models", fmt::format("{} {}", name, version)},
              {"model_name", name},
              {"model_version", version},
              {"model_task", does},
              {"model_output", does},
              {"model_performance", or_not_stated(performance(e))}};
    for (auto const& field : british_fields()) {
        auto text = british_text(e, field);
        if (!text.empty() || field.need == Need::required)
            json[std::string{field.name}] = or_not_stated(std::move(text));
    }
    return json;
}

} // namespace leitstand
