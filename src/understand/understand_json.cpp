// SPDX-License-Identifier: EUPL-1.2
// The `understand --json` form (docs/formats/understand.schema.json): offsets in code points,
// probabilities rounded.
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "text/offsets.hpp"
#include "understand/detail/json.hpp"
#include "understand/understand.hpp"

namespace leitstand {

namespace detail_understand {

Json evidence_json(std::vector<Evidence> const& evidence, text::Offsets const& offsets) {
    auto out = Json::array();
    for (auto const& item : evidence) {
        Json json{{"part", item.part},
                  {"page", item.page},
                  {"start", offsets.code_point(item.span.start)},
                  {"end", offsets.code_point(item.span.end)},
                  {"text", item.text}};
        if (!item.boxes.empty()) {
            auto boxes = Json::array();
            for (auto const& box : item.boxes) {
                auto const tenth = [](float value) {
                    return std::round(static_cast<double>(value) * 10) / 10;
                };
                boxes.push_back({tenth(box.x0), tenth(box.y0), tenth(box.x1), tenth(box.y1)});
            }
            json["boxes"] = std::move(boxes);
        }
        out.push_back(std::move(json));
    }
    return out;
}

} // namespace detail_understand

namespace {

using detail_understand::evidence_json;

Json probability_json(std::optional<double> probability) {
    return probability ? Json(rounded(*probability)) : Json(nullptr);
}

Json finding_json(Finding const& finding, text::Offsets const& offsets) {
    Json json{{"key", finding.key}};
    if (finding.kind == FindingKind::field)
        json["value"] = finding.value;
    json["probability"] = probability_json(finding.probability);
    if (finding.kind == FindingKind::field) {
        json["role"] = finding.role ? Json(*finding.role) : Json(nullptr);
        json["group"] = finding.group ? Json(*finding.group) : Json(nullptr);
    } else {
        json["suggested"] = finding.suggested;
    }
    if (finding.kind == FindingKind::document)
        json["part"] = finding.part;
    json["evidence"] = evidence_json(finding.evidence, offsets);
    return json;
}

} // namespace

Json understand_json(Understanding const& understanding, Document const& document,
                     std::string const& input, Catalogue const&) {
    text::Offsets const offsets(document.text);
    Json json{{"input", input}, {"laboratory", true}, {"language", understanding.language}};
    auto requests = Json::array();
    for (auto const& request : understanding.requests)
        requests.push_back(
            {{"service", request.service.empty() ? Json(nullptr) : Json(request.service)},
             {"act", request.act},
             {"person", request.person.empty() ? Json(nullptr) : Json(request.person)},
             {"probability", probability_json(request.probability)}});
    json["requests"] = std::move(requests);
    for (auto const* name : {"services", "acts", "themes", "documents", "fields"})
        json[name] = Json::array();
    for (auto const& finding : understanding.findings) {
        auto const* list = finding.kind == FindingKind::service    ? "services"
                           : finding.kind == FindingKind::act      ? "acts"
                           : finding.kind == FindingKind::theme    ? "themes"
                           : finding.kind == FindingKind::document ? "documents"
                                                                   : "fields";
        json[list].push_back(finding_json(finding, offsets));
    }
    detail_understand::add_legal_json(understanding, offsets, json);
    json["unit"] = understanding.unit.empty() ? Json(nullptr) : Json(understanding.unit);
    json["held"] = understanding.held;
    json["held_because"] = understanding.held_because;
    auto functions = Json::object();
    for (auto const& [key, version] : understanding.functions)
        functions[std::string(function_name(key))] = version;
    json["functions"] = std::move(functions);
    return json;
}

} // namespace leitstand
