// SPDX-License-Identifier: EUPL-1.2
// PDF, and how its words become lines.
#include "fuzz/reader/parsing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    leitstand::fuzz::parse_and_check("%PDF-1.4\n" + std::string{leitstand::fuzz::view(data, size)});
    return 0;
}
