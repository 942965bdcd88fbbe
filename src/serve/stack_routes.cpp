// SPDX-License-Identifier: EUPL-1.2
// Stacks: what an item came from and may be cut into, splitting, joining, taking back; and the
// separator sheets to print.
#include <nlohmann/json.hpp>

#include "receive/separator_sheet.hpp"
#include "serve/item_access.hpp"
#include "serve/security_headers.hpp"
#include "serve/serving.hpp"
#include "serve/stack_json.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 64 << 10;
constexpr std::size_t kMeansBytesMax = 16, kIdBytesMax = 64;
constexpr std::int64_t kPartMax = 1'000'000;

Result<Stacks*> stacks_of(Serving& serving) {
    if (serving.rooms.stacks == nullptr)
        return fail(Code::unavailable, "picture.no_reader");
    return serving.rooms.stacks;
}

NameOf names_of(Serving& serving) {
    return [&serving](std::string const& id) { return serving.rooms.accounts.display_name(id); };
}

// Who was first and where the item stands now; which parts are worked on and by whom.
Response conflict_response(Serving& serving, HttpRequest const& request, Error const& error) {
    Json more = Json::object();
    auto const& caller = *request.caller;
    auto const view = view_for(caller, serving.rooms.inbox, request.capture("id"));
    auto const stack = view && serving.rooms.stacks ? serving.rooms.stacks->view(*view)
                                                    : Result<StackView>{StackView{}};
    if (view) {
        more["version"] = view->version;
        more["state"] = std::string{item_state_name(view->state)};
    }
    if (stack && !stack->steps.empty()) {
        auto const& last = stack->steps.back();
        auto const& by = last.undone ? last.undone_by : last.made_by;
        more["changed_by"] = by.empty() ? std::string{} : serving.rooms.accounts.display_name(by);
        more["changed_to"] =
            (last.undone ? "undone " : "") + std::string{stack_kind_name(last.kind)};
    }
    if (error.key == "stack.worked_on") {
        more["items"] = Json::array();
        std::string_view rest = error.detail;
        while (!rest.empty()) {
            std::string const number{rest.substr(0, rest.find('\t'))};
            rest.remove_prefix(std::min(rest.size(), number.size() + 1));
            std::string by;
            if (auto const item = serving.rooms.ledger.find_by_receipt_number(number))
                if (auto const part = view_for(caller, serving.rooms.inbox, item->id))
                    for (auto const& finding : part->findings)
                        by = finding.decided_by.empty() ? by : finding.decided_by;
            more["items"].push_back(Json{{"receipt_number", number}, {"by", by}});
        }
    }
    return problem_response(error, request, more);
}

// The stack as it stands after a step, or the conflict with its particulars.
Result<Response> after(Serving& serving, HttpRequest& request, Result<void> const& done) {
    if (!done && done.error().code == Code::conflict)
        return conflict_response(serving, request, done.error());
    if (!done)
        return tl::unexpected(done.error());
    if (serving.rooms.wake_work)
        serving.rooms.wake_work();
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const stack = TRY(TRY(stacks_of(serving))->view(view));
    return json_response(200, stack_json(stack, view, names_of(serving)));
}

Result<Response> get_stack(Serving& serving, HttpRequest& request) {
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const stack = TRY(TRY(stacks_of(serving))->view(view));
    TRY(serving.reads.of_item(*request.caller, view.item, "stack"));
    return json_response(200, stack_json(stack, view, names_of(serving)));
}

Result<Response> split_item(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const place =
        TRY(part_place_for(*request.caller, serving.rooms.inbox, request.capture("id"), 0));
    SplitWish wish;
    wish.version = TRY(fields.number("version"));
    auto const part = fields.has("part") ? TRY(fields.number("part")) : 0;
    if (part < 0 || part > kPartMax)
        return fail(Code::bad_input, "request.field_wrong", "part");
    wish.part = static_cast<std::uint32_t>(part);
    wish.ranges = TRY(fields.ranges("ranges", kStackPartsMax));
    wish.means = TRY(parse_stack_means(TRY(fields.text_or("means", kMeansBytesMax, "hand"))));
    if (wish.means == StackMeans::separator)
        return fail(Code::bad_input, "request.field_wrong", "means");
    wish.reason = TRY(fields.text_or("reason", kReasonBytesMax, ""));
    wish.by = request.caller->account.id;
    auto const made = TRY(stacks_of(serving))->split(place.item.id, wish);
    return after(serving, request,
                 made ? Result<void>{} : Result<void>{tl::unexpected(made.error())});
}

Result<Response> join_items(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const place =
        TRY(part_place_for(*request.caller, serving.rooms.inbox, request.capture("id"), 0));
    auto const version = TRY(fields.number("version"));
    auto const others = TRY(fields.texts("items", kJoinMax, kIdBytesMax));
    if (!others)
        return fail(Code::bad_input, "request.field_missing", "items");
    for (auto const& id : *others) // those of other units answer like missing ones
        TRY(part_place_for(*request.caller, serving.rooms.inbox, id, 0));
    auto const reason = TRY(fields.text_or("reason", kReasonBytesMax, ""));
    return after(serving, request,
                 TRY(stacks_of(serving))
                     ->join(place.item.id, version, *others, reason, request.caller->account.id));
}

Result<Response> undo_step(Serving& serving, HttpRequest& request, StackKind kind) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const place =
        TRY(part_place_for(*request.caller, serving.rooms.inbox, request.capture("id"), 0));
    auto const version = TRY(fields.number("version"));
    auto const reason = TRY(fields.text_or("reason", kReasonBytesMax, ""));
    return after(serving, request,
                 TRY(stacks_of(serving))
                     ->undo(place.item.id, version, kind, reason, request.caller->account.id));
}

Result<Response> undo_split(Serving& serving, HttpRequest& request) {
    return undo_step(serving, request, StackKind::split);
}

Result<Response> undo_join(Serving& serving, HttpRequest& request) {
    return undo_step(serving, request, StackKind::join);
}

Result<Response> dismiss_split(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const place =
        TRY(part_place_for(*request.caller, serving.rooms.inbox, request.capture("id"), 0));
    auto const version = TRY(fields.number("version"));
    return after(
        serving, request,
        TRY(stacks_of(serving))->dismiss(place.item.id, version, request.caller->account.id));
}

Result<Response> separator_sheets(Serving&, HttpRequest& request) {
    auto const count = TRY(query_number(request, "count", 1, kSeparatorSheetsMax));
    Response response;
    make_download(response, "Trennblaetter.pdf");
    response.set("Content-Type", "application/pdf");
    response.body = TRY(separator_sheets_pdf(static_cast<std::size_t>(count.value_or(1))));
    return response;
}

} // namespace

void add_stack_routes(Router& router, Serving& serving) {
    std::string const item = "/api/v1/items/{id}";
    add_route(router, serving, Method::get, item + "/stack", "items.content", 0, get_stack);
    auto const post = [&](char const* path, Handler handler) {
        add_route(router, serving, Method::post, item + path, "items.stack", kBodyBytesMax, handler,
                  Repeat::once);
    };
    post("/split", split_item);
    post("/join", join_items);
    post("/undo-split", undo_split);
    post("/undo-join", undo_join);
    post("/dismiss-split", dismiss_split);
    add_route(router, serving, Method::get, "/api/v1/separator-sheets", "items.separators", 0,
              separator_sheets);
}

} // namespace leitstand
