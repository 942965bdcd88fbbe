// SPDX-License-Identifier: EUPL-1.2
// Makes files that are small and ask for much: what a hostile sender would send to stop the reader.
// Threads: any.
#pragma once

#include <string>
#include <vector>

namespace leitstand::test {

struct Bomb {
    std::string name;
    std::string bytes;
};

std::vector<Bomb> all_bombs();
// Pictures whose headers ask for much or lie about what follows.
std::vector<Bomb> image_bombs();
std::string looped_tiff();

} // namespace leitstand::test
