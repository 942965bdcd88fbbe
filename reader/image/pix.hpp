// SPDX-License-Identifier: EUPL-1.2
// Leptonica's pictures with an owner. The library answers trouble with a null pointer and goes on,
// so each result is checked where it comes in. For reader/image and reader/recognise only.
// Threads: one.
#pragma once

#include <cstdint>
#include <leptonica/allheaders.h>
#include <memory>

namespace leitstand::reader {

struct PixEnd {
    void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixEnd>;

inline std::uint32_t width_of(PixPtr const& pix) {
    return static_cast<std::uint32_t>(pixGetWidth(pix.get()));
}
inline std::uint32_t height_of(PixPtr const& pix) {
    return static_cast<std::uint32_t>(pixGetHeight(pix.get()));
}

// One pixel of a row with 8 bits each: leptonica keeps words of 32 bits in the machine's order, so
// on a little-endian machine the bytes of a word stand the other way round.
inline std::uint8_t gray_at(std::uint32_t const* row, std::uint32_t x) {
    return static_cast<std::uint8_t>(row[x >> 2] >> (24 - 8 * (x & 3)));
}

} // namespace leitstand::reader
