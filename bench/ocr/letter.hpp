// SPDX-License-Identifier: EUPL-1.2
// Invented letters for the recognition bench, drawn with cairo and pango in several fonts, with the
// text that a reader must find. The same seed gives the same letter. Threads: one (pango).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace leitstand::bench {

struct Picture {
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels; // gray, row by row
    unsigned resolution_dpi = 300;
};

struct Letter {
    Picture picture;
    std::string font;
    std::vector<std::string>
        blocks; // what stands on it, in reading order; words parted by one blank
};

// A4. `seed` chooses sender, subject, paragraphs, table, font and size (9 to 12 points).
Letter draw_letter(std::uint32_t seed, unsigned resolution_dpi);

} // namespace leitstand::bench
