// SPDX-License-Identifier: EUPL-1.2
// Lists of plain words in one text, separated by one space: how roles and units stand in the
// database. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leitstand {

inline std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        if (end > 0)
            words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

inline std::string join_words(std::vector<std::string> const& words) {
    std::string text;
    for (auto const& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

} // namespace leitstand
