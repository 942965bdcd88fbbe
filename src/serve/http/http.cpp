// SPDX-License-Identifier: EUPL-1.2
#include "serve/http/http.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kParametersMax = 64;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool has_dot_segment(std::string_view path) {
    std::size_t start = 0;
    while (start <= path.size()) {
        auto const end = std::min(path.find_first_of("/\\", start), path.size());
        auto const segment = path.substr(start, end - start);
        if (segment == ".." || segment == ".")
            return true;
        start = end + 1;
    }
    return false;
}

// Overlong forms, surrogates and values beyond U+10FFFF are refused: no layer below has to think of
// them.
bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        auto const first = static_cast<unsigned char>(text[i]);
        std::size_t const more = first < 0x80   ? 0
                                 : first < 0xc2 ? 9
                                 : first < 0xe0 ? 1
                                 : first < 0xf0 ? 2
                                 : first < 0xf5 ? 3
                                                : 9;
        if (more == 9 || i + more >= text.size() + (more == 0))
            return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80)
                return false;
        auto const second = more > 0 ? static_cast<unsigned char>(text[i + 1]) : 0;
        if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
            (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
            return false;
        i += more + 1;
    }
    return true;
}

} // namespace

std::string_view method_name(Method method) {
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::delete_:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    case Method::other:
        break;
    }
    return "OTHER";
}

Method parse_method(std::string_view name) {
    for (auto const method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::delete_, Method::options})
        if (name == method_name(method))
            return method;
    return Method::other;
}

std::string ascii_lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result)
        c = lower(c);
    return result;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> HttpRequest::header(std::string_view lower_case_name) const {
    for (auto const& field : headers)
        if (field.name == lower_case_name)
            return field.value;
    return std::nullopt;
}

std::string HttpRequest::capture(std::string_view name) const {
    for (auto const& [key, value] : captures)
        if (key == name)
            return value;
    return {};
}

std::optional<std::string> HttpRequest::parameter(std::string_view name) const {
    for (auto const& [key, value] : query)
        if (key == name)
            return value;
    return std::nullopt;
}

Response& Response::set(std::string name, std::string value) {
    for (auto& field : headers)
        if (equal_ignoring_case(field.name, name)) {
            field.value = std::move(value);
            return *this;
        }
    headers.push_back({std::move(name), std::move(value)});
    return *this;
}

std::string_view Response::header(std::string_view name) const {
    for (auto const& field : headers)
        if (equal_ignoring_case(field.name, name))
            return field.value;
    return {};
}

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            result += ' ';
        } else if (text[i] == '%') {
            auto const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            auto const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return fail(Code::bad_input, "request.target_invalid", "percent sign");
            result += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

Result<Target> parse_target(std::string_view target) {
    if (target.empty() || target.front() != '/' || has_control(target))
        return fail(Code::bad_input, "request.target_invalid", "not in origin form");
    target = target.substr(0, target.find('#'));
    auto const mark = target.find('?');
    Target result;
    result.path = TRY(percent_decoded(target.substr(0, mark), false));
    if (has_control(result.path) || !is_utf8(result.path) || has_dot_segment(result.path))
        return fail(Code::bad_input, "request.target_invalid", "path");
    if (mark == std::string_view::npos)
        return result;
    auto rest = target.substr(mark + 1);
    while (!rest.empty()) {
        auto const end = std::min(rest.find('&'), rest.size());
        auto const pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (pair.empty())
            continue;
        auto const equals = std::min(pair.find('='), pair.size());
        auto name = TRY(percent_decoded(pair.substr(0, equals), true));
        auto value = TRY(percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true));
        if (result.query.size() == kParametersMax || has_control(name) || has_control(value) ||
            !is_utf8(name) || !is_utf8(value))
            return fail(Code::bad_input, "request.target_invalid", "query");
        result.query.emplace_back(std::move(name), std::move(value));
    }
    return result;
}

} // namespace leitstand
