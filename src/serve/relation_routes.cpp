// SPDX-License-Identifier: EUPL-1.2
// What an item has to do with others, as far as the caller may see those, and what a person says to
// it.
#include <nlohmann/json.hpp>

#include "serve/item_access.hpp"
#include "serve/relation_json.hpp"
#include "serve/serving.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 64 << 10;
constexpr std::size_t kIdBytesMax = 64, kVerdictBytesMax = 16;

std::string_view text_of(ItemView const& view) {
    return view.document ? std::string_view{view.document->text} : std::string_view{};
}

Result<Response> decide_relation(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const& caller = *request.caller;
    auto const view = TRY(view_for(caller, serving.rooms.inbox, request.capture("id")));
    RelationDecision decision;
    decision.other = TRY(fields.text("item", kIdBytesMax));
    TRY(part_place_for(caller, serving.rooms.inbox, decision.other, 0));
    decision.version = TRY(fields.number("version"));
    decision.verdict = TRY(parse_relation_verdict(TRY(fields.text("decision", kVerdictBytesMax))));
    decision.reason = TRY(fields.text_or("reason", kReasonBytesMax, ""));
    decision.by = caller.account.id;
    decision.by_name = caller.account.display_name;
    if (serving.rooms.relations == nullptr)
        return fail(Code::not_found, "relation.not_found");
    auto decided = serving.rooms.relations->decide(view.item, decision);
    if (!decided && decided.error().key == "relation.changed") {
        // The detail names a person and does not belong into the log.
        std::string_view const detail = decided.error().detail;
        auto const tab = std::min(detail.find('\t'), detail.size());
        return problem_response(
            {decided.error().code, decided.error().key, {}, decided.error().where}, request,
            Json{{"changed_by", std::string{detail.substr(0, tab)}},
                 {"changed_to", std::string{detail.substr(std::min(tab + 1, detail.size()))}}});
    }
    return json_response(200, relation_json(TRY(decided), text_of(view)));
}

} // namespace

Result<Json> relations_for(Serving& serving, Caller const& caller, ItemView const& view) {
    std::vector<Relation> visible;
    if (serving.rooms.relations != nullptr)
        for (auto& relation : TRY(serving.rooms.relations->of(view.item)))
            if (part_place_for(caller, serving.rooms.inbox, relation.id, 0))
                visible.push_back(std::move(relation));
    return relations_json(visible, text_of(view));
}

void add_relation_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::post, "/api/v1/items/{id}/relations", "items.decide",
              kBodyBytesMax, decide_relation, Repeat::once);
}

} // namespace leitstand
