// SPDX-License-Identifier: EUPL-1.2
// A half-open range of bytes in a UTF-8 text. The ground type of this folder; `read/` has its own
// for documents. Threads: plain values.
#pragma once

#include <cstdint>
#include <string_view>

namespace leitstand::text {

struct ByteSpan {
    std::uint32_t start = 0; // bytes
    std::uint32_t end = 0;   // bytes, one past the last
    bool operator==(ByteSpan const&) const = default;
    std::uint32_t size() const { return end - start; }
    std::string_view of(std::string_view text) const { return text.substr(start, end - start); }
};

} // namespace leitstand::text
