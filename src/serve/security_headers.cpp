// SPDX-License-Identifier: EUPL-1.2
#include "serve/security_headers.hpp"

namespace leitstand {

namespace {

// Pictures of pages come by fetch, so that a failure says why: blob: names what a script of ours
// has fetched, and an image runs nothing. data: is for the icons of the design system.
constexpr char kPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";
constexpr char kDataPolicy[] = "default-src 'none'; frame-ancestors 'none'; sandbox";
constexpr char kPermissions[] =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
constexpr char kYear[] = "max-age=31536000; includeSubDomains";

void set_if_missing(Response& response, char const* name, char const* value) {
    if (response.header(name).empty())
        response.set(name, value);
}

bool is_attribute_char(char c) { // RFC 8187 section 3.2.1
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$&+-.^_`|~"}.find(c) != std::string_view::npos;
}

} // namespace

void add_security_headers(HttpRequest const& request, Response& response) {
    bool const is_html = response.header("Content-Type").starts_with("text/html");
    bool const is_screen = is_html || !request.path.starts_with("/api/");
    set_if_missing(response, "Content-Security-Policy", is_screen ? kPolicy : kDataPolicy);
    set_if_missing(response, "X-Content-Type-Options", "nosniff");
    set_if_missing(response, "X-Frame-Options", "DENY");
    set_if_missing(response, "Referrer-Policy", "no-referrer");
    set_if_missing(response, "Cross-Origin-Opener-Policy", "same-origin");
    set_if_missing(response, "Cross-Origin-Resource-Policy", "same-origin");
    set_if_missing(response, "Permissions-Policy", kPermissions);
    set_if_missing(response, "Cache-Control", "no-store");
    if (request.secure)
        set_if_missing(response, "Strict-Transport-Security", kYear);
}

void make_download(Response& response, std::string const& file_name) {
    response.set("Content-Type", "application/octet-stream");
    response.set("Content-Disposition", content_disposition(file_name));
    response.set("Content-Security-Policy", kDataPolicy);
}

std::string content_disposition(std::string const& file_name) {
    std::string plain, exact;
    for (auto const c : file_name) {
        bool const is_plain = static_cast<unsigned char>(c) >= 0x20 &&
                              static_cast<unsigned char>(c) < 0x7f && c != '"' && c != '\\' &&
                              c != '/' && c != '%' && c != ';';
        if (is_plain)
            plain += c;
        else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) // one sign for each character
            plain += '_';
        exact += is_attribute_char(c) ? std::string{c}
                                      : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, exact);
}

} // namespace leitstand
