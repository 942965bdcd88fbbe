// SPDX-License-Identifier: EUPL-1.2
// E-mail: the input goes on where two headers have made it one.
#include "fuzz/reader/parsing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    leitstand::fuzz::parse_and_check("From: a@example.org\nTo: b@example.org\n" +
                                     std::string{leitstand::fuzz::view(data, size)});
    return 0;
}
