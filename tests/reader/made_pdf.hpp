// SPDX-License-Identifier: EUPL-1.2
// A PDF of one page, written as bytes by hand, so that no library of the reader has a part in it.
// Threads: any.
#pragma once

#include <string>
#include <vector>

namespace leitstand::test {

// A PDF of one page with Helvetica as /F1, Helvetica-Bold as /F2 and a small picture as /P1.
struct PageParts {
    std::string content;
    std::string resources;            // more entries of the resources
    std::string page;                 // more entries of the page
    std::string catalog;              // more entries of the catalog
    std::vector<std::string> objects; // numbered from 20 on
    std::string fonts;                // more fonts
    std::string kids;                 // more pages, as references
};
std::string make_pdf(PageParts const& parts);

} // namespace leitstand::test
