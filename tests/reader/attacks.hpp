// SPDX-License-Identifier: EUPL-1.2
// Makes documents that hide text in every way we know, and honest ones that look suspicious:
// written as bytes by hand, so that no library of the reader has a part in them. The same seed
// makes the same document. Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

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

// A PDF of one page with Helvetica as /F1, Helvetica-Bold as /F2 and a small picture as /P1.
struct PageParts {
    std::string content;
    std::string resources;            // more entries of the resources
    std::string page;                 // more entries of the page
    std::string catalog;              // more entries of the catalog
    std::vector<std::string> objects; // numbered from 20 on
    std::string fonts;                // more fonts
};
std::string make_pdf(PageParts const& parts);

} // namespace leitstand::test
