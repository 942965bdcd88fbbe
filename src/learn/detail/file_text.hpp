// SPDX-License-Identifier: EUPL-1.2
// What every training file may begin with, and what each of its lines must be. Threads: any.
#pragma once

#include <string_view>

#include "text/utf8.hpp"

namespace leitstand::learn {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

inline bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        auto const c = text::code_point_at(bytes, i);
        if (c.value == 0xFFFD && c.size == 1) // the mark of a broken byte; a real one has three
            return false;
        i += c.size;
    }
    return true;
}

} // namespace leitstand::learn
