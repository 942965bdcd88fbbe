// SPDX-License-Identifier: EUPL-1.2
// Joins the words of a page into lines and paragraphs by their places, and turns lines that are
// written from right to left. Threads: one.
#pragma once

#include <string>
#include <vector>

#include "reader/parse/pdf_canvas.hpp"

namespace leitstand::reader {

// How one word stands to the one before it, both in reading order.
enum class Join { nothing, space, line, paragraph };

// Coordinates turned so that writing runs along x and lines go down y, whatever the word's
// rotation.
struct Place {
    double start, end, top, bottom;
};

struct PdfWord {
    std::string text;
    Area box;
    Place place;
    int rotation = 0;
    bool space_after = false;
    Join join = Join::nothing; // to the word before
};

Place place_of(Area const& box, int rotation);
Join join_of(PdfWord const& word_before, PdfWord const& word);

// poppler gives the words of a line from left to right with their letters as they stand on the
// page; for a line of Hebrew or Arabic both must be turned round.
void order_right_to_left(std::vector<PdfWord>& words);

} // namespace leitstand::reader
