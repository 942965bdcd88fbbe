// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/charset.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/udata.h>

#include "read/bytes.hpp"
#include "reader/parse/formats.hpp"

namespace leitstand::reader {

namespace {

constexpr std::size_t kSampleBytes = 64 << 10; // enough for a guess

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

std::string trimmed_lower(std::string_view name) {
    std::string out;
    for (char const c : name.substr(0, 64))
        if (c > ' ' && c < 127 && c != '"' && c != '\'')
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

// Senders say Latin-1 and mean Windows-1252, which is the same where Latin-1 has letters (WHATWG
// Encoding Standard).
std::string effective_name(std::string_view declared) {
    auto const name = trimmed_lower(declared);
    if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii" ||
        name == "iso8859-1" || name == "iso_8859-1" || name == "ansi_x3.4-1968" ||
        name == "cp1252" || name == "windows1252")
        return "windows-1252";
    if (name == "iso-8859-9")
        return "windows-1254";
    if (name == "ks_c_5601-1987")
        return "windows-949";
    if (name == "gb2312" || name == "gbk")
        return "gb18030";
    if (name == "utf8" || name == "utf-8-strict" || name == "unicode-1-1-utf-8")
        return "utf-8";
    if (name == "iso-8859-8-i")
        return "iso-8859-8";
    return name;
}

std::optional<Converted> convert(std::string_view bytes, std::string const& name) {
    if (name.empty() || name == "unknown-8bit" || name == "x-unknown" || name == "binary")
        return std::nullopt;
    UErrorCode fault = U_ZERO_ERROR;
    Converter const converter{ucnv_open(name.c_str(), &fault), ucnv_close};
    if (U_FAILURE(fault) || !converter)
        return std::nullopt;
    Converted result;
    std::array<char16_t, 4096> piece;
    char const* from = bytes.data();
    char const* const end = bytes.data() + bytes.size();
    std::u16string all;
    do {
        auto* to = piece.data();
        fault = U_ZERO_ERROR;
        ucnv_toUnicode(converter.get(), &to, piece.data() + piece.size(), &from, end, nullptr, true,
                       &fault);
        all.append(piece.data(), static_cast<std::size_t>(to - piece.data()));
        if (fault != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(fault))
            return std::nullopt;
    } while (fault == U_BUFFER_OVERFLOW_ERROR);
    result.replaced = all.find(u'\xfffd') != std::u16string::npos;
    result.text = to_clean_text(utf8_from_utf16(all.data(), all.size()));
    return result;
}

struct Mark {
    std::string_view bytes;
    char const* name;
};

std::optional<Converted> by_mark(std::string_view bytes) {
    using std::string_view_literals::operator""sv;
    constexpr std::array kMarks{Mark{"\xef\xbb\xbf"sv, "utf-8"}, Mark{"\xff\xfe\0\0"sv, "utf-32le"},
                                Mark{"\0\0\xfe\xff"sv, "utf-32be"}, Mark{"\xff\xfe"sv, "utf-16le"},
                                Mark{"\xfe\xff"sv, "utf-16be"}};
    for (auto const& mark : kMarks)
        if (bytes.starts_with(mark.bytes))
            return convert(bytes.substr(mark.bytes.size()), mark.name);
    return std::nullopt;
}

// UTF-16 without a mark: every other byte is zero in European writing.
char const* utf16_without_mark(std::string_view bytes) {
    auto const sample = bytes.substr(0, 4096);
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < sample.size(); ++i)
        zeros[i % 2] += sample[i] == '\0' ? 1 : 0;
    auto const half = sample.size() / 2;
    if (half < 2)
        return nullptr;
    if (zeros[1] * 10 > half * 7 && zeros[0] * 20 < half)
        return "utf-16le";
    if (zeros[0] * 10 > half * 7 && zeros[1] * 20 < half)
        return "utf-16be";
    return nullptr;
}

struct Letters {
    std::size_t ascii = 0;
    std::size_t high = 0;
    std::size_t western =
        0; // high bytes that are common German or Western letters and signs in Windows-1252
    bool euro_of_latin9 = false;
    bool has_c1 = false; // 0x80 to 0x9f: not Latin-9
};

Letters count_letters(std::string_view sample) {
    constexpr std::string_view kWestern =
        "\xe4\xf6\xfc\xc4\xd6\xdc\xdf\xe9\xe8\xe0\xe7\xea\xe2\xf4\xee\xab\xbb\x80\x84"
        "\x93\x94\x91\x92\x96\x97\xa7\xb0\xb4\xa0\xb7\x95\xf1\xed\xf3\xe1\xfa\xa4";
    Letters letters;
    for (char const c : sample) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) {
            ++letters.high;
            letters.western += kWestern.find(c) != std::string_view::npos ? 1 : 0;
            letters.euro_of_latin9 |= byte == 0xa4;
            letters.has_c1 |= byte < 0xa0;
        } else if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') {
            ++letters.ascii;
        }
    }
    return letters;
}

std::string guess(std::string_view bytes) {
    auto const sample = bytes.substr(0, kSampleBytes);
    auto const letters = count_letters(sample);
    bool const latin = letters.high * 2 < letters.ascii;
    if (latin && letters.western * 10 >= letters.high * 8)
        return letters.euro_of_latin9 && !letters.has_c1 ? "iso-8859-15" : "windows-1252";
    UErrorCode fault = U_ZERO_ERROR;
    std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> const detector{ucsdet_open(&fault),
                                                                              ucsdet_close};
    if (U_FAILURE(fault))
        return "windows-1252";
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &fault);
    auto const* const match = ucsdet_detect(detector.get(), &fault);
    if (U_FAILURE(fault) || match == nullptr || ucsdet_getConfidence(match, &fault) < 30)
        return "windows-1252";
    return effective_name(ucsdet_getName(match, &fault));
}

} // namespace

void prepare_charsets() {
    UErrorCode fault = U_ZERO_ERROR;
    udata_setFileAccess(UDATA_NO_FILES, &fault); // the tables are in the library
    for (char const* const name : {"windows-1252", "iso-8859-15", "utf-16le", "koi8-r"})
        (void)convert("a", name);
    (void)guess("\xc0\xc1\xc2\xc3 \xc4\xc5\xc6");
}

Converted to_utf8(std::string_view bytes, std::string_view declared) {
    if (auto const marked = by_mark(bytes))
        return *marked;
    auto const name = effective_name(declared);
    bool const other_ascii = name.starts_with("utf-7") || name.starts_with("iso-2022") ||
                             name.starts_with("hz") || name.starts_with("utf-16") ||
                             name.starts_with("utf-32"); // look like ASCII and are not
    if (!other_ascii) {
        if (auto const* const wide = utf16_without_mark(bytes))
            if (auto const converted = convert(bytes, wide))
                return *converted;
        if (is_utf8(bytes))
            return {to_clean_text(bytes), false, false};
    }
    if (name != "utf-8")
        if (auto const converted = convert(bytes, name))
            return *converted;
    if (name == "utf-8") { // says so and is not: a few broken bytes are replaced, otherwise the
                           // claim is wrong
        auto text = to_clean_text(bytes);
        std::size_t faults = 0;
        for (auto at = text.find("\xef\xbf\xbd"); at != std::string::npos;
             at = text.find("\xef\xbf\xbd", at + 3))
            ++faults;
        auto const letters = count_letters(bytes.substr(0, kSampleBytes));
        if (faults * 4 < letters.high)
            return {std::move(text), false, true};
    }
    if (auto const converted = convert(bytes, guess(bytes)))
        return {converted->text, true, converted->replaced};
    return {to_clean_text(bytes), true, true};
}

Converted from_charset(std::string_view bytes, std::string_view name) {
    if (std::all_of(bytes.begin(), bytes.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return {to_clean_text(bytes), false, false};
    if (auto const converted = convert(bytes, std::string{name}))
        return *converted;
    return convert(bytes, "windows-1252").value_or(Converted{to_clean_text(bytes), true, true});
}

bool looks_like_text(std::string_view bytes) {
    auto const sample = bytes.substr(0, kSampleBytes);
    if (sample.starts_with("\xff\xfe") || sample.starts_with("\xfe\xff") ||
        utf16_without_mark(sample) != nullptr)
        return true;
    std::size_t odd = 0;
    for (char const c : sample) {
        auto const byte = static_cast<unsigned char>(c);
        bool const usual = byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t' ||
                           byte == '\f' || byte == 0x1b;
        odd += usual ? 0 : 1;
    }
    if (odd * 50 > sample.size())
        return false;
    auto cut = sample; // the sample may end inside a character
    for (int i = 0; i < 4 && sample.size() < bytes.size() && !cut.empty() && !is_utf8(cut); ++i)
        cut.remove_suffix(1);
    if (is_utf8(cut))
        return true;
    // Compressed data has as many bytes of each value as of any other; writing prefers letters,
    // spaces or one block.
    std::array<std::size_t, 256> seen{};
    for (char const c : sample)
        ++seen[static_cast<unsigned char>(c)];
    auto const distinct =
        std::count_if(seen.begin(), seen.end(), [](std::size_t n) { return n > 0; });
    return odd * 200 <= sample.size() && (sample.size() < 512 || distinct < 200);
}

void append_utf8(std::string& text, char32_t c) {
    auto const put = [&](char32_t value) { text += static_cast<char>(value); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3f));
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

std::string utf8_from_utf16(char16_t const* text, std::size_t length) {
    std::string out;
    out.reserve(length + length / 8);
    for (std::size_t i = 0; i < length; ++i) {
        char32_t c = text[i];
        if (c >= 0xd800 && c < 0xdc00 && i + 1 < length && text[i + 1] >= 0xdc00 &&
            text[i + 1] < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (text[i + 1] - 0xdc00u);
            ++i;
        } else if (c >= 0xd800 && c < 0xe000) {
            c = 0xfffd;
        }
        append_utf8(out, c);
    }
    return out;
}

std::u32string characters_of(std::string_view text) {
    std::u32string all;
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i++]);
        int const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
        char32_t value = more == 0 ? lead : lead & (0x3fu >> more);
        for (int k = 0; k < more && i < text.size(); ++k)
            value = value << 6 | (static_cast<unsigned char>(text[i++]) & 0x3f);
        all += value;
    }
    return all;
}

std::size_t whole_characters(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max)
        return text.size();
    auto cut = bytes_max;
    while (cut > 0 && (text[cut] & 0xc0) == 0x80)
        --cut;
    return cut;
}

bool has_letters(std::string_view text) {
    return text.find_first_not_of(" \t\n\r\xc2\xa0") != std::string_view::npos;
}

} // namespace leitstand::reader
