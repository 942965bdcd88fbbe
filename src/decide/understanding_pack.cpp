// SPDX-License-Identifier: EUPL-1.2
#include "decide/understanding_pack.hpp"

#include <nlohmann/json.hpp>

#include "receive/packing.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kHeadBytesMax = 4 << 20;

Json clocks_of(Understanding const& understanding) {
    auto out = Json::array();
    for (auto const& clock : understanding.clocks)
        out.push_back({{"key", clock.key},
                       {"service", clock.service},
                       {"trigger", clock.trigger},
                       {"due", clock.due},
                       {"because", clock.because},
                       {"reaches_back_to", clock.reaches_back_to},
                       {"source", clock.source},
                       {"compared", clock.compared},
                       {"assumes", clock.assumes},
                       {"evidence", pack_evidence(clock.evidence)}});
    return out;
}

Json requirements_of(Understanding const& understanding) {
    auto out = Json::array();
    for (auto const& requirement : understanding.requirements)
        out.push_back({{"key", requirement.key},
                       {"service", requirement.service},
                       {"state", requirement.state},
                       {"source", requirement.source},
                       {"compared", requirement.compared},
                       {"evidence", pack_evidence(requirement.evidence)}});
    return out;
}

// Readings made before there were clocks have none.
Result<void> read_legal(Json const& head, Understanding& understanding) {
    for (auto const& entry : head.value("clocks", Json::array())) {
        ClockFinding clock;
        clock.key = entry.at("key").get<std::string>();
        clock.service = entry.at("service").get<std::string>();
        clock.trigger = entry.at("trigger").get<std::string>();
        clock.due = entry.at("due").get<std::string>();
        clock.because = entry.at("because").get<std::string>();
        clock.reaches_back_to = entry.at("reaches_back_to").get<std::string>();
        clock.source = entry.at("source").get<std::string>();
        clock.compared = entry.at("compared").get<std::string>();
        clock.assumes = entry.at("assumes").get<std::vector<std::string>>();
        clock.evidence = TRY(unpack_evidence(entry.at("evidence")));
        understanding.clocks.push_back(std::move(clock));
    }
    for (auto const& entry : head.value("requirements", Json::array())) {
        RequirementFinding requirement;
        requirement.key = entry.at("key").get<std::string>();
        requirement.service = entry.at("service").get<std::string>();
        requirement.state = entry.at("state").get<std::string>();
        requirement.source = entry.at("source").get<std::string>();
        requirement.compared = entry.at("compared").get<std::string>();
        requirement.evidence = TRY(unpack_evidence(entry.at("evidence")));
        understanding.requirements.push_back(std::move(requirement));
    }
    return {};
}

Json spans_json(std::vector<Span> const& spans) {
    auto out = Json::array();
    for (auto const& span : spans)
        out.push_back({span.start, span.end});
    return out;
}

Result<std::vector<Span>> read_spans(Json const& list) {
    std::vector<Span> out;
    for (auto const& entry : list) {
        out.push_back({entry.at(0).get<std::uint32_t>(), entry.at(1).get<std::uint32_t>()});
        bool const in_order = out.size() < 2 || out[out.size() - 2].end <= out.back().start;
        if (!in_order || out.back().end <= out.back().start)
            return fail(Code::damaged, "understanding.damaged");
    }
    return out;
}

Json head_of(Understanding const& understanding, std::vector<FunctionKey> const& shadow) {
    Json head;
    head["language"] = understanding.language;
    head["unit"] = understanding.unit;
    head["held"] = understanding.held;
    head["held_because"] = understanding.held_because;
    head["requests"] = Json::array();
    for (auto const& request : understanding.requests) {
        Json entry{{"service", request.service}, {"act", request.act}, {"person", request.person}};
        if (request.probability)
            entry["probability"] = *request.probability;
        head["requests"].push_back(std::move(entry));
    }
    head["clocks"] = clocks_of(understanding);
    head["requirements"] = requirements_of(understanding);
    if (understanding.mask)
        head["mask"] = {{"text", spans_json(understanding.mask->text)},
                        {"subject", spans_json(understanding.mask->subject)}};
    head["functions"] = Json::array();
    for (auto const& [key, version] : understanding.functions)
        head["functions"].push_back(Json::array({function_name(key), version}));
    head["shadow"] = Json::array();
    for (auto const key : shadow)
        head["shadow"].push_back(function_name(key));
    return head;
}

Result<void> read_head(Json const& head, StoredUnderstanding& stored) {
    auto& understanding = stored.understanding;
    understanding.language = head.at("language").get<std::string>();
    understanding.unit = head.at("unit").get<std::string>();
    understanding.held = head.at("held").get<bool>();
    understanding.held_because = head.at("held_because").get<std::vector<std::string>>();
    for (auto const& entry : head.at("requests")) {
        Request request;
        request.service = entry.at("service").get<std::string>();
        request.act = entry.at("act").get<std::string>();
        request.person = entry.at("person").get<std::string>();
        if (entry.contains("probability"))
            request.probability = entry.at("probability").get<double>();
        understanding.requests.push_back(std::move(request));
    }
    TRY(read_legal(head, understanding));
    if (auto const mask = head.find("mask"); mask != head.end())
        understanding.mask =
            Mask{TRY(read_spans(mask->at("text"))), TRY(read_spans(mask->at("subject")))};
    for (auto const& entry : head.at("functions"))
        understanding.functions.emplace_back(TRY(parse_function(entry.at(0).get<std::string>())),
                                             entry.at(1).get<std::string>());
    for (auto const& entry : head.at("shadow"))
        stored.shadow.push_back(TRY(parse_function(entry.get<std::string>())));
    return {};
}

} // namespace

bool StoredUnderstanding::shows(FunctionKey key) const {
    auto const& ran = understanding.functions;
    return std::any_of(ran.begin(), ran.end(), [&](auto const& one) { return one.first == key; }) &&
           std::find(shadow.begin(), shadow.end(), key) == shadow.end();
}

std::string pack_understanding(Understanding const& understanding,
                               std::vector<FunctionKey> const& shadow) {
    std::vector<std::string> texts{print_json(head_of(understanding, shadow))};
    texts.reserve(understanding.findings.size() + 1);
    for (auto const& finding : understanding.findings)
        texts.push_back(pack_finding(finding));
    return pack_texts(texts);
}

Result<StoredUnderstanding> unpack_understanding(std::string_view packed) {
    auto const texts = TRY(unpack_texts(packed, 1));
    auto const head = TRY(parse_json(texts[0], {.size_bytes_max = kHeadBytesMax, .depth_max = 8}));
    StoredUnderstanding stored;
    try {
        TRY(read_head(head, stored));
    } catch (Json::exception const&) {
        return fail(Code::damaged, "understanding.damaged");
    }
    for (std::size_t i = 1; i < texts.size(); ++i)
        stored.understanding.findings.push_back(TRY(unpack_finding(texts[i])));
    return stored;
}

} // namespace leitstand
