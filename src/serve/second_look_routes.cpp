// SPDX-License-Identifier: EUPL-1.2
// A second look at one finding: what else it might be, and which words carried it. Computed anew
// for each answer; nothing of it is stored. A function that does not run looks at nothing again.
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "decide/standing.hpp"
#include "govern/switchboard.hpp"
#include "serve/evidence_json.hpp"
#include "serve/item_access.hpp"
#include "serve/serving.hpp"
#include "text/offsets.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kAlternativesMax = 9; // a digit chooses one

Json probability_json(std::optional<double> probability) {
    return probability ? Json(rounded(*probability)) : Json(nullptr);
}

Result<Response> look_again(Serving& serving, HttpRequest& request) {
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const* const decided = find_finding(view, request.capture("finding"));
    if (decided == nullptr || !decided->shown)
        return fail(Code::not_found, "finding.not_found");
    TRY(serving.reads.of_item(*request.caller, view.item, "reasons"));
    Json json{{"alternatives", Json::array()},
              {"without", {{"outcome", "not_judged"}, {"words", Json::array()}}}};
    json["without"]["probability"] = nullptr;
    auto const* const look = serving.rooms.second_look;
    bool const stopped = serving.rooms.switchboard.mode(decided->finding.function) < Mode::assist;
    if (look == nullptr || stopped)
        return json_response(200, json);
    Document const none;
    auto const& document = view.document ? *view.document : none;
    for (auto const& one : look->alternatives(document, standing_findings(view.findings),
                                              decided->finding, kAlternativesMax))
        json["alternatives"].push_back(
            Json{{"key", one.key}, {"probability", probability_json(one.probability)}});
    if (decided->state != "added") {
        auto const without = look->without_words(document, decided->finding);
        json["without"] =
            Json{{"outcome", std::string{outcome_name(without.outcome)}},
                 {"words", evidence_json(without.words, text::Offsets{document.text})},
                 {"probability", probability_json(without.probability)}};
    }
    return json_response(200, json);
}

} // namespace

void add_second_look_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/items/{id}/findings/{finding}/second-look",
              "items.content", 0, look_again);
}

} // namespace leitstand
