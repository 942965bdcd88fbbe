// SPDX-License-Identifier: EUPL-1.2
// Forty things that a parser which has been taken over would try. The self-test runs each in a
// process of its own inside a document's walls; one that succeeds is reported by name. Threads:
// one.
#pragma once

#include <array>

namespace leitstand::reader {

struct Escape {
    char const* name;
    bool (*succeeds)(); // true: the wall has a hole
};

inline constexpr std::size_t kEscapeCount = 40;
std::array<Escape, kEscapeCount> const& escapes();

} // namespace leitstand::reader
