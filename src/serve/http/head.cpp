// SPDX-License-Identifier: EUPL-1.2
#include "serve/http/head.hpp"

#include <charconv>
#include <ctime>

namespace leitstand::detail {

namespace {

constexpr std::size_t kHostBytesMax = 255;

std::vector<std::string_view> all_values(HttpRequest const& request, std::string_view name) {
    std::vector<std::string_view> values;
    for (auto const& field : request.headers)
        if (field.name == name)
            values.push_back(field.value);
    return values;
}

// A name or address with an optional port: nothing that could end up as markup or a second header.
bool host_well_formed(std::string_view host) {
    return !host.empty() && host.size() <= kHostBytesMax &&
           std::all_of(host.begin(), host.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
           });
}

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) {
        auto const end = host.find(']');
        return end == std::string_view::npos ? host : host.substr(0, end + 1);
    }
    return host.substr(0, host.find(':'));
}

Result<void> check_host(HttpRequest const& request, bool loopback_only) {
    auto const hosts = all_values(request, "host");
    if (hosts.empty())
        return fail(Code::bad_input, "request.host_missing");
    if (hosts.size() > 1 || !host_well_formed(hosts.front()))
        return fail(Code::bad_input, "request.host_invalid");
    // A foreign name that resolves to 127.0.0.1 (DNS rebinding) must not make this server part of a
    // foreign site.
    auto const name = ascii_lower(without_port(hosts.front()));
    if (loopback_only && name != "localhost" && name != "[::1]" && !name.starts_with("127."))
        return fail(Code::refused, "request.host_foreign");
    return {};
}

Result<void> check_framing(HttpRequest& request, unsigned http_version, HeadFacts& facts) {
    auto const codings = all_values(request, "transfer-encoding");
    auto const lengths = all_values(request, "content-length");
    if (!codings.empty()) {
        if (codings.size() > 1 || !lengths.empty() || http_version < 11 ||
            !equal_ignoring_case(codings.front(), "chunked"))
            return fail(Code::bad_input, "request.framing");
        facts.chunked = true;
        return {};
    }
    if (lengths.empty())
        return {};
    std::uint64_t length = 0;
    auto const text = lengths.front();
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (lengths.size() > 1 || error != std::errc{} || end != text.data() + text.size())
        return fail(Code::bad_input, "request.framing");
    request.content_length = length;
    return {};
}

std::string http_date() {
    auto const now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    static constexpr std::array<char const*, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
    static constexpr std::array<char const*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                       kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string without_controls(std::string_view value) {
    std::string result{value};
    for (auto& c : result)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    return result;
}

} // namespace

Result<HeadFacts> check_head(HttpRequest& request, std::string_view target, unsigned http_version,
                             bool loopback_only) {
    HeadFacts facts;
    TRY(check_framing(request, http_version, facts)); // first: a wrong framing ends the connection
    TRY(check_host(request, loopback_only));
    auto parsed = TRY(parse_target(target));
    request.path = std::move(parsed.path);
    request.query = std::move(parsed.query);
    if (auto const expectation = request.header("expect")) {
        if (!equal_ignoring_case(*expectation, "100-continue"))
            return fail(Code::bad_input, "request.expectation_unknown");
        facts.expects_continue = http_version >= 11;
    }
    return facts;
}

std::string response_head(Response const& response, std::optional<std::uint64_t> content_length,
                          bool keep_alive) {
    auto head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                            reason_phrase(response.status), http_date());
    for (auto const& field : response.headers)
        head += fmt::format("{}: {}\r\n", field.name, without_controls(field.value));
    if (content_length)
        head += fmt::format("Content-Length: {}\r\n", *content_length);
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

std::string_view reason_phrase(int status) {
    static std::map<int, std::string_view> const phrases{{200, "OK"},
                                                         {201, "Created"},
                                                         {204, "No Content"},
                                                         {303, "See Other"},
                                                         {304, "Not Modified"},
                                                         {308, "Permanent Redirect"},
                                                         {400, "Bad Request"},
                                                         {401, "Unauthorized"},
                                                         {403, "Forbidden"},
                                                         {404, "Not Found"},
                                                         {405, "Method Not Allowed"},
                                                         {408, "Request Timeout"},
                                                         {409, "Conflict"},
                                                         {413, "Content Too Large"},
                                                         {415, "Unsupported Media Type"},
                                                         {417, "Expectation Failed"},
                                                         {421, "Misdirected Request"},
                                                         {422, "Unprocessable Content"},
                                                         {429, "Too Many Requests"},
                                                         {431, "Request Header Fields Too Large"},
                                                         {500, "Internal Server Error"},
                                                         {503, "Service Unavailable"},
                                                         {504, "Gateway Timeout"},
                                                         {507, "Insufficient Storage"}};
    auto const found = phrases.find(status);
    return found == phrases.end() ? "Status" : found->second;
}

} // namespace leitstand::detail
