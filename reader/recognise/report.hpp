// SPDX-License-Identifier: EUPL-1.2
// From recognised words to an answer of the protocol: text with lines and paragraphs, boxes on the
// upright page, marks. Threads: one.
#pragma once

#include "reader/recognise/codes.hpp"
#include "reader/recognise/ink.hpp"

#include "read/protocol.hpp"

namespace leitstand::reader {

struct PageReport {
    double resolution_dpi = 300;
    std::uint32_t width = 0, height = 0; // pixels of the page as it came, then upright
    unsigned turned = 0;
    bool is_mirrored = false;
    Tilt tilt;           // that was taken out
    double enlarged = 1; // after that
    std::vector<SeenWord> words;
    std::vector<SeenCode> codes;  // boxes on the half page as it came
    std::uint32_t code_scale = 2; // from that to the whole page
    PageMarks marks;

    // Another turn of the page: size and code boxes follow.
    void turn_by(unsigned degrees);
};

// Parts of the page, in pixels of the words, where letters stand that no word covers; `scale` takes
// blots to those pixels.
std::vector<Rectangle> lost_parts(std::vector<Blot> const& blots, float letter,
                                  std::vector<SeenWord> const& words, double scale);

// Puts a block that was found later before the first one that begins below it, if it reads well.
void insert_block(std::vector<SeenWord>& words, std::vector<SeenWord> block);

// Puts signs of sections right that the model read as something else, and says what is doubtful.
ReaderAnswer make_answer(PageReport report, ReaderRequest const& request);

} // namespace leitstand::reader
