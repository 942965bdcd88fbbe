// SPDX-License-Identifier: EUPL-1.2
#include <nlohmann/json.hpp>

#include "understand/detail/json.hpp"

namespace leitstand::detail_understand {

namespace {

Json or_null(std::string const& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json clock_json(ClockFinding const& clock, text::Offsets const& offsets) {
    Json json{{"key", clock.key},
              {"service", or_null(clock.service)},
              {"trigger", or_null(clock.trigger)},
              {"due", or_null(clock.due)}};
    if (!clock.because.empty())
        json["because"] = clock.because;
    if (!clock.reaches_back_to.empty())
        json["reaches_back_to"] = clock.reaches_back_to;
    json["source"] = clock.source;
    json["compared"] = or_null(clock.compared);
    json["assumes"] = clock.assumes;
    json["evidence"] = evidence_json(clock.evidence, offsets);
    return json;
}

} // namespace

void add_legal_json(Understanding const& understanding, text::Offsets const& offsets, Json& json) {
    for (auto const* name : {"clocks", "missing", "requirements"})
        json[name] = Json::array();
    for (auto const& clock : understanding.clocks)
        json["clocks"].push_back(clock_json(clock, offsets));
    for (auto const& requirement : understanding.requirements) {
        Json const head{{"key", requirement.key}, {"service", requirement.service}};
        if (requirement.state == "missing") {
            json["missing"].push_back(head);
            json["missing"].back()["source"] = requirement.source;
        }
        auto& all = json["requirements"].emplace_back(head);
        all["state"] = requirement.state;
        all["source"] = requirement.source;
        all["compared"] = or_null(requirement.compared);
        all["evidence"] = evidence_json(requirement.evidence, offsets);
    }
}

} // namespace leitstand::detail_understand
