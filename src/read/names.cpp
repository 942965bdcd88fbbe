// SPDX-License-Identifier: EUPL-1.2
#include "read/protocol.hpp"

namespace leitstand {

std::string clean_name(std::string_view name) {
    auto const slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    auto clean = to_clean_text(name);
    std::string kept;
    for (std::size_t i = 0; i < clean.size();) {
        std::string_view const rest = std::string_view{clean}.substr(i);
        bool const direction =
            rest.starts_with("\xE2\x80\xAA") || rest.starts_with("\xE2\x80\xAB") ||
            rest.starts_with("\xE2\x80\xAC") || rest.starts_with("\xE2\x80\xAD") ||
            rest.starts_with("\xE2\x80\xAE") || rest.starts_with("\xE2\x80\x8E") ||
            rest.starts_with("\xE2\x80\x8F") || rest.starts_with("\xE2\x81\xA6") ||
            rest.starts_with("\xE2\x81\xA7") || rest.starts_with("\xE2\x81\xA8") ||
            rest.starts_with("\xE2\x81\xA9");
        if (direction) {
            i += 3;
            continue;
        }
        kept += clean[i] == '\n' || clean[i] == '\t' ? ' ' : clean[i];
        ++i;
    }
    if (kept.size() > 255) {
        auto cut = std::size_t{255};
        while (cut > 0 && (kept[cut] & 0xc0) == 0x80)
            --cut;
        kept.resize(cut);
    }
    while (!kept.empty() && (kept.back() == ' ' || kept.back() == '.'))
        kept.pop_back();
    auto const first = kept.find_first_not_of(' ');
    return first == std::string::npos ? std::string{} : kept.substr(first);
}

std::string clean_media_type(std::string_view text) {
    if (text.size() > 127)
        return {};
    std::string clean;
    int slashes = 0;
    for (char const c : text) {
        char const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        bool const letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        bool const sign = lower == '-' || lower == '+' || lower == '.' || lower == '_';
        slashes += lower == '/' ? 1 : 0;
        if (!letter && !sign && lower != '/')
            return {};
        clean += lower;
    }
    if (slashes != 1 || clean.front() == '/' || clean.back() == '/')
        return {};
    return clean;
}

} // namespace leitstand
