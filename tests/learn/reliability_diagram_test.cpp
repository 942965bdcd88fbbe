// SPDX-License-Identifier: EUPL-1.2
#include "learn/reliability_diagram.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

using testing::HasSubstr;
using testing::Not;

// Two groups: 100 decisions said at 0.5 (40 came true), 100 at 0.9 (90 came true).
CalibrationError two_groups() {
    std::vector<double> said(200, 0.5);
    std::vector<std::uint8_t> came_true(200, 0);
    std::fill(said.begin() + 100, said.end(), 0.9);
    std::fill_n(came_true.begin(), 40, 1);
    std::fill_n(came_true.begin() + 100, 90, 1);
    return calibration_error(said, came_true);
}

std::size_t count_of(std::string const& text, std::string const& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

TEST(ReliabilityDiagram, DrawsADotWithItsIntervalForEachGroup) {
    auto const svg = reliability_svg(two_groups(), {"Leistungen"});
    EXPECT_EQ(count_of(svg, "<circle"), 2U);
    // x of 0.5 and 0.9, y of 0.4 and 0.9 in the drawing's units.
    EXPECT_THAT(svg, HasSubstr("<circle cx=\"252.0\" cy=\"269.6\""));
    EXPECT_THAT(svg, HasSubstr("<circle cx=\"402.4\" cy=\"81.6\""));
    // Wilson's interval of 40 of 100 is 30.9 % to 49.8 %.
    EXPECT_THAT(svg, HasSubstr("gesagt 50,0\u00A0%, eingetreten 40,0\u00A0% (30,9\u00A0% bis "
                               "49,8\u00A0%) bei 100 Entscheidungen"));
}

TEST(ReliabilityDiagram, IsNamedAndDescribedForScreenReaders) {
    DiagramOptions options{"Leistungen", DiagramLanguage::german, DiagramPlace::in_page, "guete-1"};
    auto const svg = reliability_svg(two_groups(), options);
    EXPECT_THAT(svg, HasSubstr("role=\"img\""));
    EXPECT_THAT(svg, HasSubstr("aria-labelledby=\"guete-1-title guete-1-description\""));
    EXPECT_THAT(svg, HasSubstr("<title id=\"guete-1-title\">Leistungen</title>"));
    EXPECT_THAT(svg, HasSubstr("<desc id=\"guete-1-description\">200 Entscheidungen in 2 "));
    // In a page it takes the page's colours and brings no style that would leak into it.
    EXPECT_THAT(svg, Not(HasSubstr("<style")));
    EXPECT_THAT(svg, Not(HasSubstr("#")));
    EXPECT_THAT(svg, HasSubstr("currentColor"));
}

TEST(ReliabilityDiagram, AFileOfItsOwnIsReadableInTheDark) {
    EXPECT_THAT(reliability_svg(two_groups(), {"x"}),
                HasSubstr("@media (prefers-color-scheme:dark)"));
}

TEST(ReliabilityDiagram, TitlesAreEscaped) {
    DiagramOptions const options{"<script>&\"\x01"};
    auto const svg = reliability_svg(two_groups(), options);
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, HasSubstr("&lt;script&gt;&amp;&quot; "));
    EXPECT_THAT(reliability_html_table(two_groups(), options), Not(HasSubstr("<script")));
}

TEST(ReliabilityDiagram, TheTableHoldsTheSameRows) {
    DiagramOptions options{"Services", DiagramLanguage::english};
    auto const html = reliability_html_table(two_groups(), options);
    EXPECT_EQ(count_of(html, "<th scope=\"row\">"), 2U);
    EXPECT_THAT(html, HasSubstr("<caption>Services: 200 decisions in 2 groups of equal size"));
    EXPECT_THAT(html, HasSubstr("<td>100</td><td>50.0%</td><td>40.0%</td><td>30.9% – 49.8%</td>"));
}

TEST(ReliabilityDiagram, NothingIsDrawnOfNothing) {
    EXPECT_EQ(count_of(reliability_svg(calibration_error({}, {}), {"leer"}), "<circle"), 0U);
}

} // namespace
} // namespace leitstand::learn
