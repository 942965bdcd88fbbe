// SPDX-License-Identifier: EUPL-1.2
#include "text/markup.hpp"

#include <gmock/gmock.h>

namespace leitstand {
namespace {

TEST(Markup, EscapesAndRefusesAddresses) {
    EXPECT_EQ(escaped("<a href='x'>&\"\x7f"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot; ");
    for (auto const* good : {"https://a.example/x", "http://a.example", "mailto:a@b.example",
                             "/register", "?q=1", "#content"})
        EXPECT_TRUE(safe_address(good)) << good;
    for (auto const* bad : {"javascript:x", "//evil.example", "data:text/html,x", "", "\\evil",
                            "JaVaScRiPt:x", " https://a", "/a\\b", "https://a b"})
        EXPECT_FALSE(safe_address(bad)) << bad;
    Markup page;
    page.paragraphs("eins\nzwei\n\n\n<drei>");
    EXPECT_EQ(page.finish(), "<p>eins<br>\nzwei</p>\n<p>&lt;drei&gt;</p>\n");
}

TEST(Markup, APageOfItsOwnHasHeadStyleAndHeading) {
    Markup page;
    page.begin_own_page("de", "Folgen & Risiken", "p{margin:0}").open_table("Werte", {"Name"});
    page.open("tr").element("td", "eins").close().close_table();
    EXPECT_EQ(page.finish(),
              "<!doctype html>\n<html lang=\"de\"><head><meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
              "<title>Folgen &amp; Risiken</title>\n<style>p{margin:0}</style>\n</head>\n<body>"
              "<main><h1>Folgen &amp; Risiken</h1>\n<div class=\"scroll\" role=\"region\" "
              "tabindex=\"0\" aria-label=\"Werte\"><table><caption>Werte</caption>\n<thead><tr>"
              "<th scope=\"col\">Name</th>\n</tr>\n</thead>\n<tbody><tr><td>eins</td>\n</tr>\n"
              "</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n");
}

} // namespace
} // namespace leitstand
