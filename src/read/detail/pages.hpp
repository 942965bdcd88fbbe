// SPDX-License-Identifier: EUPL-1.2
// Puts what was seen in the pictures of pages into an answer, in page order. Pages with a text
// layer that nobody compared are held against their picture. Threads: those of page_work.hpp.
#pragma once

#include "read/detail/page_work.hpp"
#include "read/document.hpp"

namespace leitstand::read_detail {

bool needs_recognition(ReaderAnswer const& answer);

// Completes `answer` and returns the source of each of its pages. A page with trouble keeps its
// mark, and the answer says read in part (refused if nothing at all was read) for that trouble.
// Errors: as see_pages(); the answer is then as it was.
Result<std::vector<PageSource>> complete_pages(ReaderAnswer& answer, Limits const& limits,
                                               PageTools const& tools);

} // namespace leitstand::read_detail
