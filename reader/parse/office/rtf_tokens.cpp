// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/rtf_tokens.hpp"

#include <algorithm>
#include <array>

namespace leitstand::reader {

namespace {

constexpr std::size_t kWordBytesMax = 32; // as the specification says
constexpr std::size_t kDigitsMax = 10;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int hex_value(char c) {
    if (is_digit(c))
        return c - '0';
    char const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

struct Page {
    std::int32_t number;
    std::string_view name;
};

} // namespace

RtfToken RtfTokens::next() {
    while (!rest_.empty() && (rest_[0] == '\r' || rest_[0] == '\n' || rest_[0] == '\0'))
        rest_.remove_prefix(1);
    RtfToken token;
    if (rest_.empty())
        return token;
    char const c = rest_[0];
    if (c == '\\')
        return control();
    if (c == '{' || c == '}') {
        token.kind = c == '{' ? RtfToken::Kind::open : RtfToken::Kind::close;
        rest_.remove_prefix(1);
        return token;
    }
    constexpr std::string_view kEnds{"\\{}\r\n\0", 6};
    token.kind = RtfToken::Kind::text;
    token.word = rest_.substr(0, rest_.find_first_of(kEnds));
    rest_.remove_prefix(token.word.size());
    return token;
}

RtfToken RtfTokens::control() {
    rest_.remove_prefix(1); // the backslash
    RtfToken token;
    if (rest_.empty()) {
        malformed_ = true;
        return token;
    }
    if (is_letter(rest_[0]))
        return word();
    char const sign = rest_[0];
    rest_.remove_prefix(1);
    token.kind = RtfToken::Kind::symbol;
    token.sign = sign;
    if (sign != '\'')
        return token;
    int const high = rest_.empty() ? -1 : hex_value(rest_[0]);
    int const low = rest_.size() < 2 ? -1 : hex_value(rest_[1]);
    if (high < 0 || low < 0) {
        malformed_ = true;
        token.sign = ':'; // means nothing
        return token;
    }
    rest_.remove_prefix(2);
    token.kind = RtfToken::Kind::byte;
    token.sign = static_cast<char>(high << 4 | low);
    return token;
}

RtfToken RtfTokens::word() {
    RtfToken token;
    token.kind = RtfToken::Kind::word;
    std::size_t length = 0;
    while (length < rest_.size() && length < kWordBytesMax && is_letter(rest_[length]))
        ++length;
    token.word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    bool const negative = rest_.size() > 1 && rest_[0] == '-' && is_digit(rest_[1]);
    if (negative)
        rest_.remove_prefix(1);
    std::int64_t value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && digits < kDigitsMax && is_digit(rest_[digits]))
        value = value * 10 + (rest_[digits++] - '0');
    rest_.remove_prefix(digits);
    token.has_number = digits > 0;
    token.number = static_cast<std::int32_t>(
        std::clamp<std::int64_t>(negative ? -value : value, INT32_MIN, INT32_MAX));
    if (!rest_.empty() && rest_[0] == ' ')
        rest_.remove_prefix(1);
    if (token.word != "bin")
        return token;
    token.kind = RtfToken::Kind::binary;
    auto const asked = static_cast<std::size_t>(std::max(token.number, 0));
    malformed_ |= token.number < 0 || asked > rest_.size();
    token.word = rest_.substr(0, asked);
    rest_.remove_prefix(token.word.size());
    return token;
}

std::string_view rtf_font_charset(std::int32_t number) {
    constexpr std::array kCharsets{
        Page{0, "windows-1252"},   Page{77, "macintosh"},     Page{128, "windows-932"},
        Page{129, "windows-949"},  Page{134, "gb18030"},      Page{136, "windows-950"},
        Page{161, "windows-1253"}, Page{162, "windows-1254"}, Page{163, "windows-1258"},
        Page{177, "windows-1255"}, Page{178, "windows-1256"}, Page{186, "windows-1257"},
        Page{204, "windows-1251"}, Page{222, "windows-874"},  Page{238, "windows-1250"},
        Page{254, "ibm-437"},      Page{255, "ibm-850"}};
    auto const found = std::find_if(kCharsets.begin(), kCharsets.end(),
                                    [&](Page const& page) { return page.number == number; });
    return found == kCharsets.end() ? std::string_view{} : found->name;
}

std::string_view rtf_code_page(std::int32_t number) {
    constexpr std::array kPages{
        Page{437, "ibm-437"},       Page{850, "ibm-850"},       Page{852, "ibm-852"},
        Page{858, "ibm-858"},       Page{866, "ibm-866"},       Page{874, "windows-874"},
        Page{932, "windows-932"},   Page{936, "gb18030"},       Page{949, "windows-949"},
        Page{950, "windows-950"},   Page{1250, "windows-1250"}, Page{1251, "windows-1251"},
        Page{1252, "windows-1252"}, Page{1253, "windows-1253"}, Page{1254, "windows-1254"},
        Page{1255, "windows-1255"}, Page{1256, "windows-1256"}, Page{1257, "windows-1257"},
        Page{1258, "windows-1258"}, Page{10000, "macintosh"},   Page{28591, "windows-1252"},
        Page{65001, "utf-8"}};
    auto const found = std::find_if(kPages.begin(), kPages.end(),
                                    [&](Page const& page) { return page.number == number; });
    return found == kPages.end() ? std::string_view{} : found->name;
}

} // namespace leitstand::reader
