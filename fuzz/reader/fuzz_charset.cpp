// SPDX-License-Identifier: EUPL-1.2
// Any bytes under any declared character set become clean text.
#include "fuzz/reader/parsing.hpp"
#include "reader/parse/charset.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > 4096) // more of the same
        return 0;
    auto const name = size > 8 ? leitstand::fuzz::view(data, 8) : std::string_view{};
    auto const bytes = leitstand::fuzz::view(data, size).substr(name.size());
    for (auto const& declared : {std::string_view{}, name.substr(0, name.find('\0')),
                                 std::string_view{"utf-7"}, std::string_view{"iso-2022-jp"}})
        if (!leitstand::is_clean_text(leitstand::reader::to_utf8(bytes, declared).text))
            std::abort();
    return 0;
}
