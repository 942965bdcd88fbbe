// SPDX-License-Identifier: EUPL-1.2
// The picture of a page as the recogniser takes it: whatever its head says, the steps before the
// letters stay within the page.
#include <cstdlib>

#include "fuzz/reader/parsing.hpp"
#include "reader/recognise/ink.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    namespace reader = leitstand::reader;
    auto page = reader::read_graymap(leitstand::fuzz::view(data, size), 1 << 18);
    if (!page)
        return 0;
    reader::Paper{*page}.even_out(*page, 1);
    auto const threshold = reader::ink_threshold(reader::tones_of(*page));
    auto const blots = reader::blots_of(*page, threshold);
    auto const bearing = reader::find_bearing(*page, threshold, blots);
    auto const level = reader::levelled(reader::turned(*page, bearing.turn), bearing.tilt);
    if (std::size_t{level.width} * level.height != level.pixels.size())
        std::abort();
    return 0;
}
