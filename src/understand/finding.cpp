// SPDX-License-Identifier: EUPL-1.2
// Names of the closed enumerations, and the stored form of a finding (docs/formats/finding.md).
#include "understand/finding.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace leitstand {

namespace {

constexpr std::array<std::string_view, 7> kFunctionNames{"sort",   "extract", "complete", "urgent",
                                                         "relate", "answer",  "plain"};
constexpr std::array<std::string_view, 4> kModeNames{"off", "shadow", "assist", "act"};
constexpr std::array<std::string_view, 6> kKindNames{"service",  "act",   "theme",
                                                     "document", "field", "unit"};
constexpr int kPackedVersion = 1;

template <typename Enum>
Result<Enum> parse_name(auto const& names, std::string_view name, char const* error_key) {
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return fail(Code::bad_input, error_key);
    return static_cast<Enum>(found - names.begin());
}

Json pack_spans(std::vector<Span> const& spans) {
    auto out = Json::array();
    for (auto const& span : spans)
        out.push_back({span.start, span.end});
    return out;
}

Span unpack_span(Json const& json) {
    return {json.at(0).get<std::uint32_t>(), json.at(1).get<std::uint32_t>()};
}

std::vector<Evidence> read_evidence(Json const& json) {
    std::vector<Evidence> out;
    for (auto const& item : json) {
        auto& evidence = out.emplace_back();
        evidence.part = item.at(0).get<std::uint32_t>();
        evidence.page = item.at(1).get<std::uint32_t>();
        evidence.span = {item.at(2).get<std::uint32_t>(), item.at(3).get<std::uint32_t>()};
        evidence.text = item.at(4).get<std::string>();
        for (auto const& box : item.at(5))
            evidence.boxes.push_back({box.at(0).get<float>(), box.at(1).get<float>(),
                                      box.at(2).get<float>(), box.at(3).get<float>()});
    }
    return out;
}

Finding unpack(Json const& json) {
    Finding finding;
    finding.function =
        static_cast<FunctionKey>(json.at("f").get<unsigned>() % kFunctionNames.size());
    finding.function_version = json.at("fv").get<std::string>();
    finding.kind = static_cast<FindingKind>(json.at("k").get<unsigned>() % kKindNames.size());
    finding.key = json.at("key").get<std::string>();
    finding.value = json.value("value", "");
    if (json.contains("role"))
        finding.role = json.at("role").get<std::string>();
    if (json.contains("group"))
        finding.group = json.at("group").get<int>();
    if (json.contains("p"))
        finding.probability = json.at("p").get<double>();
    finding.score = json.at("s").get<double>();
    finding.intercept = json.at("i").get<double>();
    finding.suggested = json.at("on").get<bool>();
    finding.part = json.at("part").get<std::uint32_t>();
    finding.evidence = read_evidence(json.at("e"));
    for (auto const& item : json.at("c")) {
        Contribution contribution{item.at(0).get<std::string>(), item.at(1).get<double>(), {}};
        for (auto const& span : item.at(2))
            contribution.spans.push_back(unpack_span(span));
        finding.contributions.push_back(std::move(contribution));
    }
    return finding;
}

} // namespace

std::string_view function_name(FunctionKey key) {
    return kFunctionNames[static_cast<std::size_t>(key)];
}
Result<FunctionKey> parse_function(std::string_view name) {
    return parse_name<FunctionKey>(kFunctionNames, name, "function.unknown");
}
std::string_view mode_name(Mode mode) {
    return kModeNames[static_cast<std::size_t>(mode)];
}
Result<Mode> parse_mode(std::string_view name) {
    return parse_name<Mode>(kModeNames, name, "mode.unknown");
}
std::string_view finding_kind_name(FindingKind kind) {
    return kKindNames[static_cast<std::size_t>(kind)];
}
Result<FindingKind> parse_finding_kind(std::string_view name) {
    return parse_name<FindingKind>(kKindNames, name, "finding.kind_unknown");
}

bool Understanding::shadow_only(FunctionKey key) const {
    return std::find(shadows.begin(), shadows.end(), key) != shadows.end();
}

Json pack_evidence(std::vector<Evidence> const& evidence) {
    auto out = Json::array();
    for (auto const& item : evidence) {
        auto boxes = Json::array();
        for (auto const& box : item.boxes)
            boxes.push_back({box.x0, box.y0, box.x1, box.y1});
        out.push_back(
            {item.part, item.page, item.span.start, item.span.end, item.text, std::move(boxes)});
    }
    return out;
}

Result<std::vector<Evidence>> unpack_evidence(Json const& packed) {
    try {
        return read_evidence(packed);
    } catch (nlohmann::json::exception const&) { // a missing place or a wrong type
        return fail(Code::damaged, "finding.damaged");
    }
}

std::string pack_finding(Finding const& finding) {
    Json json{{"v", kPackedVersion},
              {"f", static_cast<unsigned>(finding.function)},
              {"fv", finding.function_version},
              {"k", static_cast<unsigned>(finding.kind)},
              {"key", finding.key}};
    if (!finding.value.empty())
        json["value"] = finding.value;
    if (finding.role)
        json["role"] = *finding.role;
    if (finding.group)
        json["group"] = *finding.group;
    if (finding.probability)
        json["p"] = *finding.probability;
    json["s"] = finding.score;
    json["i"] = finding.intercept;
    json["on"] = finding.suggested;
    json["part"] = finding.part;
    json["e"] = pack_evidence(finding.evidence);
    auto contributions = Json::array();
    for (auto const& item : finding.contributions)
        contributions.push_back({item.feature, item.amount, pack_spans(item.spans)});
    json["c"] = std::move(contributions);
    return print_json(json);
}

Result<Finding> unpack_finding(std::string_view packed) {
    auto const json = TRY(parse_json(packed));
    try {
        if (json.at("v").get<int>() != kPackedVersion)
            return fail(Code::damaged, "finding.version_unknown");
        return unpack(json);
    } catch (nlohmann::json::exception const&) { // a missing key or a wrong type; names no content
        return fail(Code::damaged, "finding.damaged");
    }
}

} // namespace leitstand
