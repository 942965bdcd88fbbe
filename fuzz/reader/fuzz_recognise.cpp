// SPDX-License-Identifier: EUPL-1.2
// What a thing is, by its content.
#include "fuzz/reader/parsing.hpp"
#include "reader/parse/recognise.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static_cast<void>(leitstand::reader::recognise(leitstand::fuzz::view(data, size)));
    return 0;
}
