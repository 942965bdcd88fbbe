// SPDX-License-Identifier: EUPL-1.2
#include "serve/govern/register_pages.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "govern/register/feed.hpp"
#include "govern/register/forms.hpp"
#include "govern/register/style.hpp"
#include "serve/problem.hpp"
#include "serve/security_headers.hpp"

namespace leitstand {

namespace {

// Nothing but the style sheet and the icon; no script at all.
constexpr char kPagePolicy[] = "default-src 'none'; style-src 'self'; img-src 'self'; form-action "
                               "'self'; base-uri 'none'; frame-ancestors 'none'";
constexpr char kAskAgain[] = "public, no-cache"; // kept, but compared by ETag before each use
constexpr char kAnHour[] = "public, max-age=3600";

using Shown = std::shared_ptr<ShownRegister const>;
using Answer = Result<Response> (*)(ShownRegister const&, HttpRequest const&);
using Page = Response (*)(ShownRegister const&, HttpRequest const&, RegisterLanguage);

// Open data: other sites may read it too.
Response data_response(std::string body, char const* type) {
    Response response;
    response.body = std::move(body);
    response.set("Content-Type", type);
    response.set("Cache-Control", kAskAgain);
    response.set("Access-Control-Allow-Origin", "*");
    response.set("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
}

Response json_data(Json const& json) {
    return data_response(json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n",
                         "application/json");
}

RegisterQuery query_of(HttpRequest const& request, RegisterLanguage language) {
    RegisterQuery query;
    query.language = language;
    query.words = request.parameter("q").value_or("").substr(0, kSearchBytesMax);
    auto const page = request.parameter("page").value_or("1");
    if (page.size() <= 6 &&
        std::all_of(page.begin(), page.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
        query.page = static_cast<std::size_t>(std::strtoul(page.c_str(), nullptr, 10));
    return query;
}

PublicEntry const* entry_of(ShownRegister const& shown, HttpRequest const& request) {
    auto const key = request.capture("key");
    for (auto const& entry : shown.entries)
        if (entry.entry.function == key)
            return &entry;
    return nullptr;
}

Response get_list(ShownRegister const& shown, HttpRequest const& request,
                  RegisterLanguage language) {
    auto query = query_of(request, language);
    if (auto const mode = request.parameter("mode").value_or(""); !mode.empty()) {
        auto const parsed = parse_mode(mode);
        if (!parsed) // else a search for nothing would look like one for everything
            return register_page_response(register_unknown_page(language, "unknown.mode"), language,
                                          400);
        query.mode = *parsed;
    }
    return register_page_response(register_list_page(shown.entries, query), language);
}

Response get_reading(ShownRegister const&, HttpRequest const&, RegisterLanguage language) {
    return register_page_response(register_reading_page(language), language);
}

Response get_entry(ShownRegister const& shown, HttpRequest const& request,
                   RegisterLanguage language) {
    auto const* entry = entry_of(shown, request);
    if (entry == nullptr)
        return register_page_response(register_missing_page(language), language, 404);
    return register_page_response(register_entry_page(*entry, language), language);
}

template <Page page>
Result<Response> in_language(ShownRegister const& shown, HttpRequest const& request) {
    auto const language = parse_language(request.parameter("lang").value_or(""));
    constexpr auto kGerman = RegisterLanguage::german;
    return language ? page(shown, request, *language)
                    : register_page_response(register_unknown_page(kGerman, "unknown.language"),
                                             kGerman, 400);
}

Result<Response> get_style(ShownRegister const&, HttpRequest const&) {
    Response response;
    response.body = std::string{register_style()};
    response.set("Content-Type", "text/css; charset=utf-8");
    response.set("Cache-Control", kAnHour);
    return response;
}

Result<Response> get_feed(ShownRegister const& shown, HttpRequest const&) {
    return data_response(register_feed(shown.entries, shown.authority), "application/atom+xml");
}

Result<Response> get_whole_json(ShownRegister const& shown, HttpRequest const&) {
    return json_data(json_form(shown.entries));
}

Result<Response> get_whole_csv(ShownRegister const& shown, HttpRequest const&) {
    auto response = data_response(csv_form(shown.entries), "text/csv; charset=utf-8");
    response.set("Content-Disposition", content_disposition("ki-register.csv"));
    return response;
}

template <Json (*form)(PublicEntry const&)>
Result<Response> get_whole(ShownRegister const& shown, HttpRequest const&) {
    auto list = Json::array();
    for (auto const& entry : shown.entries)
        list.push_back(form(entry));
    return json_data(list);
}

Result<Response> get_form(ShownRegister const& shown, HttpRequest const& request) {
    auto const* entry = entry_of(shown, request);
    auto const form = request.capture("form");
    if (entry == nullptr)
        return fail(Code::not_found, "register.no_entry");
    if (form == "entry.json")
        return json_data(json_form(*entry));
    if (form == "nl.json")
        return json_data(dutch_form(*entry));
    if (form == "atrs.json")
        return json_data(british_form(*entry));
    if (form == "cyclonedx.json")
        return json_data(cyclonedx_form(*entry));
    if (form != "entry.csv")
        return fail(Code::not_found, "register.form_unknown");
    auto response = data_response(csv_form(*entry), "text/csv; charset=utf-8");
    response.set("Content-Disposition",
                 content_disposition("ki-register-" + entry->entry.function + ".csv"));
    return response;
}

bool has_tag(std::string_view field, std::string_view tag) {
    return field == "*" || field.find(tag) != std::string_view::npos;
}

// RFC 9110 section 13.1.2: what the client has is still the same.
Response with_tag(Response response, HttpRequest const& request) {
    auto const tag = "\"" + to_hex(sha256(response.body)).substr(0, 32) + "\"";
    response.set("ETag", tag);
    auto const known = request.header("if-none-match");
    if (response.status == 200 && known && has_tag(*known, tag)) {
        response.status = 304;
        response.body.clear();
    }
    return response;
}

} // namespace

Response register_page_response(std::string page, RegisterLanguage language, int status) {
    Response response;
    response.status = status;
    response.body = std::move(page);
    response.set("Content-Type", "text/html; charset=utf-8");
    response.set("Content-Language", std::string{html_language(language)});
    response.set("Content-Security-Policy", kPagePolicy);
    response.set("Cache-Control", kAskAgain);
    return response;
}

void add_register_pages(Router& router, RegisterSource const& source) {
    auto const add = [&](char const* pattern, Answer answer) {
        router.add({Method::get,
                    pattern,
                    "public",
                    0,
                    [source, answer](HttpRequest& request) -> Response {
                        auto const shown = source();
                        if (!shown)
                            return problem_response(shown.error(), request);
                        auto response = answer(**shown, request);
                        return response ? with_tag(*std::move(response), request)
                                        : problem_response(response.error(), request);
                    },
                    {}});
    };
    add("/register", in_language<get_list>);
    add("/register/", in_language<get_list>);
    add("/register/reading", in_language<get_reading>);
    add("/register/style.css", get_style);
    add("/register/feed.atom", get_feed);
    add("/register/register.json", get_whole_json);
    add("/register/register.csv", get_whole_csv);
    add("/register/nl.json", get_whole<dutch_form>);
    add("/register/atrs.json", get_whole<british_form>);
    add("/register/functions/{key}", in_language<get_entry>);
    add("/register/functions/{key}/{form}", get_form);
}

} // namespace leitstand
