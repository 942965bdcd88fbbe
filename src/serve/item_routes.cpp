// SPDX-License-Identifier: EUPL-1.2
// The inbox and single items: lists, counts, text with findings, downloads.
#include <charconv>
#include <nlohmann/json.hpp>

#include "govern/switchboard.hpp"
#include "receive/ledger.hpp"
#include "serve/item_access.hpp"
#include "serve/item_json.hpp"
#include "serve/security_headers.hpp"
#include "serve/serving.hpp"
#include "serve/stack_json.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kKeyBytesMax = 64;
constexpr std::size_t kWordsBytesMax = 400; // 200 characters
constexpr std::int64_t kPositionMax = 100'000'000;
constexpr std::size_t kPieceBytes = 256 << 10;
constexpr std::size_t kRowsDefault = 50;

// The cursor is "as_of.from": opaque to clients, and nothing secret.
struct Place {
    std::int64_t as_of = 0;
    std::size_t from = 0;
};
Result<Place> parse_cursor(std::string const& text) {
    auto const wrong = [] { return fail(Code::bad_input, "request.field_wrong", "cursor"); };
    Place place;
    auto const* const end = text.data() + text.size();
    auto const first = std::from_chars(text.data(), end, place.as_of);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.')
        return wrong();
    auto const second = std::from_chars(first.ptr + 1, end, place.from);
    if (second.ec != std::errc{} || second.ptr != end || place.as_of < 0 ||
        place.from > static_cast<std::size_t>(kPositionMax))
        return wrong();
    return place;
}

Result<InboxFilter> filter_of(HttpRequest const& request, Limits const& limits) {
    InboxFilter filter;
    auto const state = TRY(query_text(request, "state", kKeyBytesMax));
    filter.with_closed = state == "all";
    if (!state.empty() && state != "all")
        filter.state = TRY(parse_item_state(state));
    filter.service = TRY(query_text(request, "service", kKeyBytesMax));
    filter.act = TRY(query_text(request, "act", kKeyBytesMax));
    filter.theme = TRY(query_text(request, "theme", kKeyBytesMax));
    filter.unit = TRY(query_text(request, "unit", kKeyBytesMax));
    filter.channel = TRY(query_text(request, "channel", kKeyBytesMax));
    filter.words = TRY(query_text(request, "words", kWordsBytesMax));
    filter.as_of = TRY(query_number(request, "as_of", 0, INT64_MAX));
    auto const from = TRY(query_number(request, "from", 0, kPositionMax));
    auto const rows_max = static_cast<std::int64_t>(limits.page_rows_max);
    auto const count = TRY(query_number(request, "count", 1, rows_max));
    filter.from = static_cast<std::size_t>(from.value_or(0));
    filter.count = static_cast<std::size_t>(count.value_or(kRowsDefault));
    if (auto const cursor = TRY(query_text(request, "cursor", kKeyBytesMax)); !cursor.empty()) {
        auto const place = TRY(parse_cursor(cursor));
        filter.as_of = place.as_of;
        filter.from = place.from;
    }
    return filter;
}

// The names of what the list was filtered by, for the log.
std::vector<std::string> filters_of(InboxFilter const& filter) {
    std::vector<std::string> names;
    if (filter.state)
        names.emplace_back("state");
    for (auto const& [name, value] :
         std::initializer_list<std::pair<char const*, std::string const*>>{
             {"service", &filter.service},
             {"act", &filter.act},
             {"theme", &filter.theme},
             {"unit", &filter.unit},
             {"channel", &filter.channel},
             {"words", &filter.words}})
        if (!value->empty())
            names.emplace_back(name);
    return names;
}

Result<Response> list_items(Serving& serving, HttpRequest& request) {
    auto const filter = TRY(filter_of(request, serving.rooms.limits));
    auto const& caller = *request.caller;
    bool const may_see_findings = caller.has("items.content");
    // A filter would tell what the row keeps back.
    if (!may_see_findings &&
        (!filter.service.empty() || !filter.act.empty() || !filter.theme.empty()))
        return fail(Code::no_right, "right.missing");
    auto const page = TRY(list_for(caller, serving.rooms.inbox, filter));
    std::vector<std::string> shown;
    for (auto const& row : page.rows)
        shown.push_back(row.receipt_number);
    TRY(serving.reads.of_list(caller, "items", shown, page.total, filters_of(filter)));
    Json json;
    json["rows"] = Json::array();
    for (auto const& row : page.rows)
        json["rows"].push_back(
            row_json(row, may_see_findings ? Detail::with_findings : Detail::plain));
    json["total"] = page.total;
    json["as_of"] = page.as_of;
    json["newer"] = page.newer;
    auto const next = filter.from + page.rows.size();
    bool const has_more = !page.rows.empty() && next < page.total;
    json["cursor"] = has_more ? Json(fmt::format("{}.{}", page.as_of, next)) : Json(nullptr);
    return json_response(200, json);
}

Result<Response> count_items(Serving& serving, HttpRequest& request) {
    auto const counts = TRY(counts_for(*request.caller, serving.rooms.inbox));
    return json_response(200, Json{{"waiting", counts.waiting},
                                   {"ready", counts.ready},
                                   {"needs_person", counts.needs_person},
                                   {"closed", counts.closed}});
}

Result<Response> get_item(Serving& serving, HttpRequest& request) {
    auto view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    TRY(serving.reads.of_item(*request.caller, view.item, "item"));
    // Those of other units are not named.
    std::erase_if(view.identical, [&](auto const& other) {
        return !part_place_for(*request.caller, serving.rooms.inbox, other.first, 0);
    });
    auto const standing = standing_of(view, serving.rooms.second_look, serving.rooms.switchboard);
    auto json = view_json(view, standing, *serving.rooms.catalogue, [&](std::string const& id) {
        return serving.rooms.accounts.display_name(id);
    });
    auto const note = TRY(serving.rooms.ledger.transfer_note(view.item));
    // A part's note was the stack's: pages and hash in it are those of the whole.
    bool const inherited =
        note && serving.rooms.stacks != nullptr && TRY(serving.rooms.stacks->is_part(view.item));
    json["transfer_note"] = transfer_json(note, view, inherited);
    json["relations"] = TRY(relations_for(serving, *request.caller, view));
    return json_response(200, json);
}

Result<Response> download_original(Serving& serving, HttpRequest& request) {
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    TRY(serving.reads.of_item(*request.caller, view.item, "original"));
    Response response;
    make_download(response, view.item.name);
    response.stream_bytes = view.item.size_bytes;
    response.stream = [&ledger = serving.rooms.ledger, item = view.item](BodySink& sink) {
        return ledger.stream_original(item,
                                      [&](std::string_view bytes) { return sink.write(bytes); });
    };
    return response;
}

Result<Response> download_part(Serving& serving, HttpRequest& request) {
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const wanted = request.capture("part");
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
    auto const derived = std::find_if(view.derived.begin(), view.derived.end(),
                                      [&](auto const& part) { return part.part == number; });
    if (error != std::errc{} || end != wanted.data() + wanted.size() ||
        derived == view.derived.end())
        return fail(Code::not_found, "part.not_found");
    TRY(serving.reads.of_item(*request.caller, view.item, "part", number));
    auto const bytes = std::make_shared<std::string const>(
        TRY(serving.rooms.inbox.part_bytes(view.item.id, number)));
    Response response;
    make_download(response, clean_file_name(derived->name, serving.rooms.limits));
    response.stream_bytes = bytes->size();
    response.stream = [bytes](BodySink& sink) -> Result<void> {
        for (std::size_t at = 0; at < bytes->size(); at += kPieceBytes)
            TRY(sink.write(std::string_view{*bytes}.substr(at, kPieceBytes)));
        return {};
    };
    return response;
}

} // namespace

void add_item_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/items", "items.list", 0, list_items);
    add_route(router, serving, Method::get, "/api/v1/items/counts", "items.counts", 0, count_items);
    add_route(router, serving, Method::get, "/api/v1/items/{id}", "items.content", 0, get_item);
    add_route(router, serving, Method::get, "/api/v1/items/{id}/original", "items.content", 0,
              download_original);
    add_route(router, serving, Method::get, "/api/v1/items/{id}/parts/{part}", "items.content", 0,
              download_part);
}

} // namespace leitstand
