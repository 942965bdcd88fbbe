// SPDX-License-Identifier: EUPL-1.2
// Where a stack of letters may be cut. Separator sheets cut for certain; letter heads, page
// numbers, blank pages and closing words make a proposal, each with its reasons, which a person
// accepts, changes or dismisses. Pure functions on a Document. Threads: any. Limits:
// kStackPartsMax.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "read/document.hpp"

namespace leitstand {

inline constexpr std::size_t kStackPartsMax = 200; // items out of one stack

enum class CutReason : std::uint8_t {
    separator,      // a separator sheet lies before it
    numbering,      // "Seite 1 von 3", or the count before was complete
    salutation,     // "Sehr geehrte …" at the top
    letter_head,    // an address or a reference block at the top
    letter_date,    // a date at the top
    blank_before,   // the page before is blank
    closing_before, // the page before ends with closing words
};
inline constexpr std::size_t kCutReasonCount =
    static_cast<std::size_t>(CutReason::closing_before) + 1;
std::string_view cut_reason_key(CutReason reason);

struct CutPoint {
    std::uint32_t page = 1; // the first of what begins here, from 2
    std::vector<CutReason> reasons;
};

// How one part of a document might be cut. `ranges` covers all its pages but those left out.
struct Cutting {
    std::uint32_t part = 0;
    std::uint32_t pages = 0;
    std::vector<CutPoint> points; // by page
    std::vector<PageRange> ranges;
    std::vector<std::uint32_t> left_out; // separator sheets and their blank backs
};

std::uint32_t page_count(Document const& document, std::uint32_t part);

// Whether a person or a sheet may cut this part: a PDF or TIFF of several pages that was read to
// its end.
bool part_can_be_cut(Document const& document, std::uint32_t part);

// Nothing where the part has fewer than two pages, cannot be cut or gives no hint. A part with more
// than kStackPartsMax beginnings gives none either.
std::optional<Cutting> propose_cuts(Document const& document, std::uint32_t part);

// The stack by its separator sheets alone: what may be cut without a person. Nothing where there is
// no sheet, nothing lies between them, or a page is not read yet and might be one. A page with more
// than 40 words is no sheet (its own words are some 30), nor is one with handwriting or a text that
// nobody has held against the picture: it stays with the letter before it, and is a sheet in
// proposals only. If every sheet that has a page behind it is
// followed by a blank one, it was scanned on both sides, and these backs are left out too.
std::optional<Cutting> cuts_by_separators(Document const& document, std::uint32_t part);

} // namespace leitstand
