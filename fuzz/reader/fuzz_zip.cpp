// SPDX-License-Identifier: EUPL-1.2
// ZIP files, and office files as far as mutated bytes stay one.
#include "fuzz/reader/parsing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    leitstand::fuzz::parse_and_check("PK\x03\x04" + std::string{leitstand::fuzz::view(data, size)});
    return 0;
}
