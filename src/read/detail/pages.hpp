// SPDX-License-Identifier: EUPL-1.2
// Has the pages of an answer that are pictures drawn and recognised, several at once, and puts what
// was seen into the answer in page order. Pages with a text layer that nobody compared are held
// against their picture. Threads: starts its own for each call and waits for them.
#pragma once

#include <functional>
#include <vector>

#include "read/detail/exchange.hpp"
#include "read/document.hpp"

namespace leitstand::read_detail {

// How pictures come to be and are read; called from several threads at once.
struct PageTools {
    // Draws a page of the document: RequestKind::picture.
    std::function<Result<Exchanged>(ReaderRequest const&)> draw;
    // Reads a graymap: RequestKind::recognise.
    std::function<Result<Exchanged>(std::string_view graymap, ReaderRequest const&)> recognise;
};

bool needs_recognition(ReaderAnswer const& answer);

// Completes `answer` and returns the source of each of its pages. A page that could not be drawn or
// recognised keeps its mark, and the answer says read in part (refused if nothing at all was read)
// for that page's reason: too_slow, memory, needs_ocr (no recogniser), or what the reader said.
std::vector<PageSource> complete_pages(ReaderAnswer& answer, Limits const& limits,
                                       PageTools const& tools);

} // namespace leitstand::read_detail
