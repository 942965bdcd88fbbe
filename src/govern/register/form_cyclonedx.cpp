// SPDX-License-Identifier: EUPL-1.2
// CycloneDX 1.6 with a model card (schema/bom-1.6.schema.json): what a function is made of, how
// good it is for whom, and what is to be considered. understand/model_card.hpp writes the bill that
// lies beside a model's file; this one adds what the dossier knows.
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "govern/register/detail/form_fields.hpp"
#include "govern/register/detail/words_of_entry.hpp"
#include "govern/register/forms.hpp"

namespace leitstand {

namespace {

// A text of the dossier as the only element of a list, none where it is empty.
void add_list(Json& json, char const* name, RegisterEntry const& entry,
              std::initializer_list<std::string_view> facts) {
    auto list = Json::array();
    for (auto const& key : facts)
        if (auto text = marked_text(entry, key); !text.empty())
            list.push_back(std::move(text));
    if (!list.empty())
        json[name] = std::move(list);
}

Json metrics(RegisterEntry const& entry) {
    auto list = Json::array();
    for (auto const& figure : entry.figures) {
        if (!figure.value)
            continue;
        Json metric{{"type", marked(figure.metric, figure.example)},
                    {"value", fmt::format("{}", *figure.value)}};
        if (!figure.slice.empty())
            metric["slice"] = figure.slice;
        if (figure.lower && figure.upper)
            metric["confidenceInterval"] = {{"lowerBound", fmt::format("{}", *figure.lower)},
                                            {"upperBound", fmt::format("{}", *figure.upper)}};
        list.push_back(std::move(metric));
    }
    return list;
}

Json fairness(RegisterEntry const& entry) {
    auto list = Json::array();
    auto groups = marked_text(entry, "affected_groups");
    if (groups.empty())
        return list;
    Json one{{"groupAtRisk", std::move(groups)}};
    for (auto const& [name, fact] :
         {std::pair{"benefits", "benefit_citizens"}, std::pair{"harms", "harms"},
          std::pair{"mitigationStrategy", "measures_if_harm"}})
        if (auto text = marked_text(entry, fact); !text.empty())
            one[name] = std::move(text);
    list.push_back(std::move(one));
    return list;
}

Json considerations(RegisterEntry const& entry) {
    Json json = Json::object();
    add_list(json, "users", entry, {"contact_unit"});
    add_list(json, "useCases", entry, {"purpose", "goal"});
    add_list(json, "technicalLimitations", entry, {"data_representativeness", "abort_thresholds"});
    add_list(json, "performanceTradeoffs", entry, {"proportionality"});
    auto risks = Json::array();
    for (auto const& risk : entry.risks)
        risks.push_back({{"name", marked(risk.title, risk.example)},
                         {"mitigationStrategy", marked(risk.measure, risk.example)}});
    if (!risks.empty())
        json["ethicalConsiderations"] = std::move(risks);
    if (auto assessments = fairness(entry); !assessments.empty())
        json["fairnessAssessments"] = std::move(assessments);
    return json;
}

Json parameters(RegisterEntry const& entry) {
    Json json{{"task", entry.name.german}};
    if (!entry.release.model.empty())
        json["approach"] = {{"type", "supervised"}};
    if (auto method = marked_text(entry, "method"); !method.empty())
        json["modelArchitecture"] = std::move(method);
    if (auto const* data = entry.fact("training_data"); data != nullptr)
        json["datasets"] =
            Json::array({{{"type", "dataset"},
                          {"name", data->name.german},
                          {"description", marked(data->value.german, data->example)}}});
    return json;
}

// The standard gives a model card to trained models alone. What it would say of a function of rules
// stands in properties.
void add_instead_of_card(RegisterEntry const& entry, Json& properties) {
    for (auto const& [name, fact] :
         {std::pair{"leitstand:method", "method"}, std::pair{"leitstand:purpose", "purpose"},
          std::pair{"leitstand:affected-groups", "affected_groups"},
          std::pair{"leitstand:harms", "harms"},
          std::pair{"leitstand:mitigation", "measures_if_harm"}})
        if (auto text = marked_text(entry, fact); !text.empty())
            properties.push_back({{"name", name}, {"value", std::move(text)}});
}

} // namespace

std::vector<FormField> const& cyclonedx_fields() {
    static std::vector<FormField> const fields{
        {"description", Need::optional, 0, {"register_summary"}},
        {"modelArchitecture", Need::optional, 0, {"method"}},
        {"datasets", Need::optional, 0, {"training_data"}},
        {"users", Need::optional, 0, {"contact_unit"}},
        {"useCases", Need::optional, 0, {"purpose", "goal"}},
        {"technicalLimitations",
         Need::optional,
         0,
         {"data_representativeness", "abort_thresholds"}},
        {"performanceTradeoffs", Need::optional, 0, {"proportionality"}},
        {"fairnessAssessments", Need::optional, 0, {"affected_groups"}}};
    return fields;
}

Json cyclonedx_form(PublicEntry const& entry) {
    auto const& e = entry.entry;
    Json component{{"type", e.release.model.empty() ? "application" : "machine-learning-model"},
                   {"bom-ref", "leitstand-" + e.function},
                   {"name", marked(e.name.german, entry.example())},
                   {"version", e.release.version}};
    if (auto summary = marked_text(e, "register_summary"); !summary.empty())
        component["description"] = std::move(summary);
    if (!e.release.model.empty())
        component["hashes"] = Json::array({{{"alg", "SHA-256"}, {"content", e.release.model}}});
    auto properties =
        Json::array({{{"name", "leitstand:mode"}, {"value", std::string{mode_name(entry.mode)}}},
                     {{"name", "leitstand:language"}, {"value", "de"}},
                     {{"name", "leitstand:catalogue-sha256"}, {"value", e.release.catalogue}}});
    if (!e.release.model.empty())
        component["modelCard"] = {{"modelParameters", parameters(e)},
                                  {"quantitativeAnalysis", {{"performanceMetrics", metrics(e)}}},
                                  {"considerations", considerations(e)}};
    else
        add_instead_of_card(e, properties);
    component["properties"] = std::move(properties);
    return Json{
        {"bomFormat", "CycloneDX"},
        {"specVersion", "1.6"},
        {"serialNumber", "urn:uuid:" + stable_uuid("bill " + entry.newest().hash)},
        {"version", 1},
        {"metadata",
         {{"timestamp", to_rfc3339(entry.newest().at)}, {"supplier", {{"name", e.authority}}}}},
        {"components", Json::array({std::move(component)})}};
}

} // namespace leitstand
