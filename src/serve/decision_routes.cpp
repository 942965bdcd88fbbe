// SPDX-License-Identifier: EUPL-1.2
// What a person does with an item: decide on findings, correct the date of receipt, close, reopen,
// have it read again.
#include <nlohmann/json.hpp>

#include "receive/ledger.hpp"
#include "serve/item_access.hpp"
#include "serve/item_json.hpp"
#include "serve/serving.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 64 << 10;
constexpr std::size_t kKeyBytesMax = 64, kValueBytesMax = 4'000;

Result<FindingDecision> decision_of(Fields const& fields, Account const& account) {
    FindingDecision decision;
    decision.kind = TRY(parse_decision_kind(TRY(fields.text("decision", kKeyBytesMax))));
    if (decision.kind == DecisionKind::add) {
        decision.finding_kind = TRY(parse_finding_kind(TRY(fields.text("kind", kKeyBytesMax))));
    } else {
        decision.finding_id = TRY(fields.text("finding", kKeyBytesMax));
        decision.version = TRY(fields.number("version"));
    }
    decision.key = TRY(fields.text_or("key", kKeyBytesMax, ""));
    decision.value = TRY(fields.text_or("value", kValueBytesMax, ""));
    decision.reason = TRY(fields.text_or("reason", kReasonBytesMax, ""));
    decision.by = account.id;
    decision.by_name = account.display_name;
    return decision;
}

// Who was first, and what stands there now: the person decides anew with it in view.
Response changed_response(Serving& serving, HttpRequest const& request, Error const& error,
                          std::string const& finding_id) {
    Json more = Json::object();
    auto const view = view_for(*request.caller, serving.rooms.inbox, request.capture("id"));
    if (view && serving.reads.of_item(*request.caller, view->item, "item")) {
        if (auto const* const finding = find_finding(*view, finding_id); finding != nullptr) {
            more["changed_by"] = error.detail.substr(0, error.detail.find('\t'));
            more["changed_to"] = finding->state;
            more["finding"] =
                finding_json(*finding, view->document ? view->document->text : std::string{});
        }
    }
    // The detail names a person and does not belong into the log.
    return problem_response({error.code, error.key, {}, error.where}, request, more);
}

Result<Response> decide_finding(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const decision = TRY(decision_of(fields, request.caller->account));
    auto decided = serving.rooms.inbox.decide(view.item.id, decision);
    if (!decided && decided.error().key == "finding.changed")
        return changed_response(serving, request, decided.error(), decision.finding_id);
    return json_response(
        200, finding_json(TRY(decided), view.document ? view.document->text : std::string{}));
}

Result<Response> correct_receipt_date(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const date = TRY(fields.date("receipt_date"));
    if (!date)
        return fail(Code::bad_input, "request.field_missing", "receipt_date");
    DateCorrection correction;
    correction.receipt_date = *date;
    auto const source = TRY(fields.text_or("source", kKeyBytesMax, "person"));
    if (source != "person" && source != "stamp")
        return fail(Code::bad_input, "request.field_wrong", "source");
    correction.source = source == "stamp" ? DateSource::stamp : DateSource::person;
    correction.reason = TRY(fields.text_or("reason", kReasonBytesMax, ""));
    correction.by = request.caller->account.id;
    correction.at = serving.rooms.time.now();
    TRY(serving.rooms.ledger.correct_receipt_date(view.item.id, correction));
    return empty_response(204);
}

Result<Response> set_state(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const state = TRY(parse_item_state(TRY(fields.text("state", kKeyBytesMax))));
    auto const version = TRY(fields.number("version"));
    auto const reason = TRY(fields.text_or("reason", kReasonBytesMax, ""));
    auto const& by = request.caller->account.id;
    if (state != ItemState::waiting) {
        TRY(serving.rooms.inbox.set_state(view.item.id, version, state, reason, by));
        return empty_response(204);
    }
    if (version != view.version)
        return fail(Code::conflict, "item.changed");
    TRY(serving.rooms.inbox.try_again(view.item.id, by));
    if (serving.rooms.wake_work)
        serving.rooms.wake_work();
    return empty_response(204);
}

} // namespace

void add_decision_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::post, "/api/v1/items/{id}/findings", "items.decide",
              kBodyBytesMax, decide_finding, Repeat::once);
    add_route(router, serving, Method::post, "/api/v1/items/{id}/receipt-date",
              "items.receipt_date", kBodyBytesMax, correct_receipt_date, Repeat::once);
    add_route(router, serving, Method::post, "/api/v1/items/{id}/state", "items.state",
              kBodyBytesMax, set_state, Repeat::once);
}

} // namespace leitstand
