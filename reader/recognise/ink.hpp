// SPDX-License-Identifier: EUPL-1.2
// What the ink on a page says before any letter is read: its pieces, which way its lines run, how
// they are tilted and which side is up. Works on the half page; costs a few hundredths of what the
// recognition costs. Threads: one.
#pragma once

#include <cstdint>
#include <vector>

#include "reader/recognise/gray.hpp"

namespace leitstand::reader {

// A piece of ink: pixels that touch each other.
struct Blot {
    std::uint32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0; // one past the last
    std::uint32_t pixels = 0;
    std::uint32_t width() const { return x1 - x0; }
    std::uint32_t height() const { return y1 - y0; }
};
// At most `most`; what comes beyond is left out (a page of noise).
std::vector<Blot> blots_of(Gray const& page, std::uint8_t threshold, std::size_t most = 200'000);

// The usual height of a letter without ascender, in pixels of the page the blots came from; 0 if
// there are too few.
float letter_height(std::vector<Blot> const& blots);

struct Bearing {
    unsigned turn = 0; // degrees clockwise until it stands upright
    Tilt tilt;         // of the page after it was turned
    bool is_sure = false;
};
Bearing find_bearing(Gray const& half, std::uint8_t threshold, std::vector<Blot> const& blots);

} // namespace leitstand::reader
