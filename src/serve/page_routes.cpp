// SPDX-License-Identifier: EUPL-1.2
// The pages of an item: their pictures, their words with places, and the texts on them that nobody
// sees. A browser gets pixels that the sandbox drew, never a file that was sent.
#include <charconv>
#include <nlohmann/json.hpp>

#include "decide/page_pictures.hpp"
#include "serve/item_access.hpp"
#include "serve/page_json.hpp"
#include "serve/serving.hpp"

namespace leitstand {

namespace {

// Few widths, so that a page has few pictures: thumbnail, small and large screens, zoom.
constexpr std::array<std::int64_t, 6> kWidths{200, 400, 800, 1'200, 1'800, kPictureWidthMax};
constexpr std::int64_t kWidthDefault = 1'200;

struct PageAddress {
    std::uint32_t part = 0;
    std::uint32_t number = 1;
};

Result<std::uint32_t> number_of(std::string const& text) {
    std::uint32_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end)
        return fail(Code::not_found, "picture.no_page");
    return number;
}

Result<PageAddress> address_of(HttpRequest const& request) {
    return PageAddress{TRY(number_of(request.capture("part"))),
                       TRY(number_of(request.capture("number")))};
}

Page const* find_page(Document const& document, PageAddress const& address) {
    auto const found =
        std::find_if(document.pages.begin(), document.pages.end(), [&](Page const& page) {
            return page.part == address.part && page.number == address.number;
        });
    return found == document.pages.end() ? nullptr : &*found;
}

Result<Response> page_words(Serving& serving, HttpRequest& request) {
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const address = TRY(address_of(request));
    auto const* const page = view.document ? find_page(*view.document, address) : nullptr;
    if (page == nullptr)
        return fail(Code::not_found, "picture.no_page");
    TRY(serving.reads.of_pages(*request.caller, view.item));
    return json_response(200, page_words_json(*view.document, *page));
}

// How the page is to be turned where the client does not say, and how wide it is then.
Result<void> complete(Serving& serving, HttpRequest const& request, bool turn_given,
                      PictureOrder& order) {
    auto const view = TRY(view_for(*request.caller, serving.rooms.inbox, request.capture("id")));
    auto const* const page =
        view.document ? find_page(*view.document, {order.part, order.page}) : nullptr;
    if (page == nullptr)
        return fail(Code::not_found, "picture.no_page");
    if (!turn_given)
        order.turned = page->turned;
    bool const lies = (order.turned + 360 - page->turned) % 180 == 90;
    order.width_points = lies ? page->height : page->width;
    return {};
}

Response picture_response(Picture&& picture) {
    Response response;
    response.set("Content-Type", picture.media_type);
    response.set("Content-Disposition", "inline");
    response.body = std::move(picture.bytes);
    return response; // security_headers.cpp adds nosniff, sandbox and no-store
}

// A page is drawn in well under a second.
Response busy_response(HttpRequest const& request) {
    Json more;
    more["retry_after_s"] = 1;
    return problem_response(
        {Code::unavailable, "server.busy", "drawing", std::source_location::current()}, request,
        more);
}

Result<Response> page_picture(Serving& serving, HttpRequest& request) {
    auto const address = TRY(address_of(request));
    auto const width = TRY(query_number(request, "width", 1, kPictureWidthMax));
    if (width && std::find(kWidths.begin(), kWidths.end(), *width) == kWidths.end())
        return fail(Code::bad_input, "request.field_wrong", "width");
    auto const turned = TRY(query_number(request, "turned", 0, 270));
    if (turned && *turned % 90 != 0)
        return fail(Code::bad_input, "request.field_wrong", "turned");
    auto const place = TRY(
        part_place_for(*request.caller, serving.rooms.inbox, request.capture("id"), address.part));
    auto* const pictures = serving.rooms.pictures;
    if (pictures == nullptr)
        return fail(Code::unavailable, "picture.no_reader");
    TRY(serving.reads.of_pages(*request.caller, place.item));
    PictureOrder order;
    order.part = address.part;
    order.page = address.number;
    order.width = static_cast<std::uint32_t>(width.value_or(kWidthDefault));
    order.turned = static_cast<std::uint32_t>(turned.value_or(0));
    if (turned)
        if (auto kept = TRY(pictures->kept(place, order)))
            return picture_response(std::move(*kept));
    TRY(complete(serving, request, turned.has_value(), order));
    if (!turned)
        if (auto kept = TRY(pictures->kept(place, order)))
            return picture_response(std::move(*kept));
    auto const permit = serving.drawings.take();
    if (!permit)
        return busy_response(request);
    return picture_response(TRY(pictures->picture(place, order)));
}

} // namespace

void add_page_routes(Router& router, Serving& serving) {
    std::string const page = "/api/v1/items/{id}/parts/{part}/pages/{number}";
    add_route(router, serving, Method::get, page + "/words", "items.content", 0, page_words);
    add_route(router, serving, Method::get, page + "/picture", "items.content", 0, page_picture);
}

} // namespace leitstand
