// SPDX-License-Identifier: EUPL-1.2
// HTML to lines.
#include "fuzz/reader/parsing.hpp"
#include "reader/parse/html.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (!leitstand::is_clean_text(
            leitstand::reader::html_to_text(leitstand::fuzz::view(data, size)).text))
        std::abort();
    return 0;
}
