// SPDX-License-Identifier: EUPL-1.2
// Has the pages of an answer that wait for recognition drawn and recognised, several at once.
// Threads: starts its own for each call and waits for them. Limits: what all pages together may
// bring is what a document may.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "read/detail/exchange.hpp"
#include "read/reading.hpp"

namespace leitstand::read_detail {

// How pictures come to be and are read; called from several threads at once.
struct PageTools {
    // Draws a page of the document: RequestKind::picture.
    std::function<Result<Exchanged>(ReaderRequest const&)> draw;
    // Reads a graymap: RequestKind::recognise.
    std::function<Result<Exchanged>(std::string_view graymap, ReaderRequest const&)> recognise;
    // Waits until a page may be drawn and recognised; what it returns keeps the turn, so that no
    // picture waits in memory. May be empty.
    std::function<std::shared_ptr<void>()> take_turn{};
    // Asked before each page, and before anything is made of a page's failure.
    std::stop_token stop{};
    Attempt attempt = Attempt::early;
};

// What came of one page.
struct SeenPage {
    Reason trouble = Reason::none;
    ReaderAnswer answer; // of one page, if there is no trouble
};

// Whether a page is to be recognised, or held against its picture.
bool waits(AnswerPage const& page);

// One for each page of `answer`. A page that cannot be drawn or read keeps its trouble: too_slow,
// memory, needs_ocr (no recogniser that may be used), reader_failed (its process died once among
// others and once alone), or what the reader said. Errors: what may pass, as a lack of memory, of
// processes or of the processor; on the last attempt the page keeps it as its trouble (too_slow,
// needs_ocr). Unavailable "reader.stopped".
Result<std::vector<SeenPage>> see_pages(ReaderAnswer const& answer, Limits const& limits,
                                        PageTools const& tools);

} // namespace leitstand::read_detail
