// SPDX-License-Identifier: EUPL-1.2
// RTF: groups, tables, character sets, pictures.
#include "fuzz/reader/parsing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    leitstand::fuzz::parse_and_check("{\\rtf1 " + std::string{leitstand::fuzz::view(data, size)});
    return 0;
}
