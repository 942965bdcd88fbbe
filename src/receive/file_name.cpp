// SPDX-License-Identifier: EUPL-1.2
// A file name as given is hostile input: it may hold a path, control characters, or characters that
// turn the direction of writing so that "gpj.exe" reads as "exe.jpg".
#include "receive/ledger.hpp"
#include "text/utf8.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kNameless = "ohne Namen";
constexpr std::size_t kExtensionBytesMax = 16;

bool is_left_out(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0)            // control characters
           || c == 0xAD || c == 0x61C                     // soft hyphen, Arabic letter mark
           || (c >= 0x200B && c <= 0x200F)                // zero width, direction marks
           || (c >= 0x2028 && c <= 0x202E)                // line ends, overrides of direction
           || (c >= 0x2060 && c <= 0x206F)                // invisible operators, isolates
           || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) // byte order mark, specials
           || (c >= 0xE0000 && c <= 0xE0FFF)              // tags
           || (c & 0xFFFE) == 0xFFFE;                     // no characters
}

// The longest beginning of at most `size_max` bytes that does not cut a code point.
std::string_view beginning(std::string_view text, std::size_t size_max) {
    if (text.size() <= size_max)
        return text;
    std::size_t end = size_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" .");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" .") - first + 1);
}

} // namespace

std::string clean_file_name(std::string_view name, Limits const& limits) {
    if (auto const slash = name.find_last_of("/\\"); slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    std::string clean;
    for (std::size_t at = 0; at < name.size();) {
        auto const point = text::code_point_at(name, at);
        at += point.size;
        if (!is_left_out(point.value))
            text::append_utf8(clean, point.value);
    }
    std::string_view const kept = trimmed(clean);
    if (kept.empty())
        return std::string{kNameless};
    if (kept.size() <= limits.file_name_bytes_max)
        return std::string{kept};
    auto const dot = kept.rfind('.');
    auto const extension = dot == std::string_view::npos || kept.size() - dot > kExtensionBytesMax
                               ? std::string_view{}
                               : kept.substr(dot);
    if (extension.size() >= limits.file_name_bytes_max)
        return std::string{beginning(kept, limits.file_name_bytes_max)};
    return fmt::format("{}{}",
                       beginning(kept.substr(0, kept.size() - extension.size()),
                                 limits.file_name_bytes_max - extension.size()),
                       extension);
}

} // namespace leitstand
