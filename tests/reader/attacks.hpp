// SPDX-License-Identifier: EUPL-1.2
// Makes documents that hide text in every way we know, and honest ones that look suspicious:
// written as bytes by hand, so that no library of the reader has a part in them. The same seed
// makes the same document. Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/reader/made_pdf.hpp"

namespace leitstand::test {

struct Sample {
    std::string kind;
    std::string bytes;
    std::string hidden; // what is hidden in it; empty: honest
};

std::vector<std::string> const& attack_kinds(); // twenty and some
std::vector<std::string> const& honest_kinds();
Sample make_attack(std::string const& kind, std::uint32_t seed);
Sample make_honest(std::string const& kind, std::uint32_t seed);

} // namespace leitstand::test
