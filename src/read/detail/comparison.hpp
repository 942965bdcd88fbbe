// SPDX-License-Identifier: EUPL-1.2
// Holds the text layer of a page against what recognition saw in its picture, word by word, by
// place and by letters, with patience for what recognition confuses. Threads: any. Limits: a layer
// of more than kPageWordsMax words, or whose boxes lie all over each other, is not compared: it
// differs.
#pragma once

#include <string>
#include <vector>

#include "read/protocol.hpp"

namespace leitstand::read_detail {

// Words of one page; their spans are in `text`.
struct PageText {
    std::string_view text;
    std::vector<AnswerWord> words;
};

struct Comparison {
    // The layer says something that the picture clearly does not show.
    bool differs = false;
    std::vector<AnswerHidden> hidden; // what the layer says there; kind `differs`
    // Words that only the picture shows, as indices into its words, in reading order.
    std::vector<std::size_t> only_seen;
};

Comparison compare(PageText const& layer, PageText const& seen, std::uint32_t page);

} // namespace leitstand::read_detail
