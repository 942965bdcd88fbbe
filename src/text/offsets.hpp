// SPDX-License-Identifier: EUPL-1.2
// From byte offsets (used inside) to code point offsets (used in JSON, CONTRACTS) and back, in
// constant time per question: a mark every 64 bytes, then a short walk. Threads: immutable after
// construction; the text must outlive it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace leitstand::text {

class Offsets {
  public:
    explicit Offsets(std::string_view text);

    // Number of code points before `byte`; a byte inside a code point counts as its start. Beyond
    // the end: the end.
    std::uint32_t code_point(std::uint32_t byte) const;
    // Byte where code point number `code_point` starts. Beyond the end: the size of the text.
    std::uint32_t byte(std::uint32_t code_point) const;
    std::uint32_t code_points() const { return total_; }

  private:
    std::string_view text_;
    std::vector<std::uint32_t> marks_; // code points that start before byte 64 * i
    std::uint32_t total_ = 0;
};

} // namespace leitstand::text
