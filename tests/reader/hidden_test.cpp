// SPDX-License-Identifier: EUPL-1.2
// Text that nobody sees: each kind of attack is told of and kept from the text, honest documents
// that look suspicious are not suspected. bench/hidden_quality counts over many more.
#include "reader/parse/html_style.hpp"
#include "tests/reader/attacks.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

bool any_page(ReaderAnswer const& answer, PageMark mark) {
    return std::any_of(answer.pages.begin(), answer.pages.end(),
                       [&](AnswerPage const& page) { return page.marks.has(mark); });
}

std::string all_hidden(ReaderAnswer const& answer) {
    std::string all;
    for (auto const& hidden : answer.hidden)
        all += hidden.text + "\n";
    return all;
}

std::string one_page(std::string content, std::string resources = {}) {
    PageParts parts;
    parts.content = std::move(content);
    parts.resources = std::move(resources);
    return make_pdf(parts);
}

std::string words(double x, double y, std::string const& text) {
    return fmt::format("BT /F1 12 Tf {} {} Td ({}) Tj ET\n", x, y, text);
}

} // namespace

class Attack : public testing::TestWithParam<std::string> {};

TEST_P(Attack, IsToldOfAndReachesNobody) {
    for (std::uint32_t seed = 1; seed <= 3; ++seed) {
        auto const attack = make_attack(GetParam(), seed);
        auto const answer = parse_here(attack.bytes).answer;
        if (GetParam() == "lying_font") { // only the picture can tell
            EXPECT_TRUE(any_page(answer, PageMark::unchecked));
            continue;
        }
        EXPECT_FALSE(answer.hidden.empty()) << seed;
        EXPECT_TRUE(any_page(answer, PageMark::hidden_text)) << seed;
        EXPECT_TRUE(has(answer, Warning::hidden_text)) << seed;
        bool const disguised = GetParam() == "zero_width" || GetParam() == "lookalikes" ||
                               GetParam() == "turned_round";
        if (!disguised) {
            EXPECT_EQ(answer.text.find(attack.hidden), std::string::npos) << answer.text;
        }
        EXPECT_NE(answer.text.size(), 0u);
    }
}

INSTANTIATE_TEST_SUITE_P(All, Attack, testing::ValuesIn(attack_kinds()),
                         [](auto const& info) { return info.param; });

class Honest : public testing::TestWithParam<std::string> {};

TEST_P(Honest, IsNotSuspected) {
    for (std::uint32_t seed = 1; seed <= 3; ++seed) {
        auto const answer = parse_here(make_honest(GetParam(), seed).bytes).answer;
        EXPECT_TRUE(answer.hidden.empty()) << all_hidden(answer);
        EXPECT_FALSE(any_page(answer, PageMark::unchecked)) << seed;
        EXPECT_FALSE(any_page(answer, PageMark::unread)) << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(All, Honest, testing::ValuesIn(honest_kinds()),
                         [](auto const& info) { return info.param; });

TEST(Hidden, HasPlaceKindAndText) {
    auto const answer =
        parse_here(one_page(words(70, 700, "sichtbar") + "1 g " +
                            words(70, 500, "weiss auf weiss") + words(70, 900, "daneben") + "0 g " +
                            words(200, 700, "auch da")))
            .answer;
    EXPECT_EQ(tokens(answer.text), (std::vector<std::string>{"sichtbar", "auch", "da"}));
    ASSERT_EQ(answer.hidden.size(), 2u) << all_hidden(answer);
    EXPECT_EQ(answer.hidden[0].kind, HiddenKind::unseen);
    EXPECT_EQ(answer.hidden[0].text, "weiss auf weiss");
    EXPECT_NEAR(answer.hidden[0].box[0], 7'000, 100);
    EXPECT_NEAR(answer.hidden[0].box[3], 34'200 + 200, 300);
    EXPECT_EQ(answer.hidden[1].kind, HiddenKind::off_page);
    EXPECT_EQ(answer.hidden[1].text, "daneben");
}

TEST(Hidden, LettersBetweenLettersAreTakenOutAlone) {
    auto const answer = parse_here(one_page("BT /F1 12 Tf 70 700 Td (Wohn) Tj 1 g (xyz) Tj 0 g "
                                            "(geld) Tj ET"))
                            .answer;
    EXPECT_EQ(answer.text.find("xyz"), std::string::npos) << answer.text;
    EXPECT_NE(answer.text.find("Wohn"), std::string::npos);
    EXPECT_NE(answer.text.find("geld"), std::string::npos);
    EXPECT_EQ(all_hidden(answer), "xyz\n");
}

TEST(Hidden, HalfCoveredTextLosesItsCoveredHalf) {
    auto const answer =
        parse_here(one_page(words(70, 700, "Vorne hinten") + "1 g 105 690 200 30 re f")).answer;
    EXPECT_NE(answer.text.find("Vorne"), std::string::npos) << answer.text;
    EXPECT_EQ(answer.text.find("hinten"), std::string::npos) << answer.text;
    EXPECT_EQ(all_hidden(answer), "hinten\n");
}

TEST(Hidden, WhiteOverVisibleTextDoesNotHideBehindIt) {
    auto const answer = parse_here(one_page(words(70, 700, "Das sieht man gut") + "1 g " +
                                            words(70, 700.5, "und das nie im Leben")))
                            .answer;
    EXPECT_NE(answer.text.find("sieht"), std::string::npos) << answer.text;
    EXPECT_EQ(answer.text.find("Leben"), std::string::npos) << answer.text;
}

TEST(Hidden, APathThatOnlyLooksLikeABoxIsNoGround) {
    for (auto const* const path :
         {"60 690 m 400 690 l 400 720 l 400 690 l f", "60 690 m 400 690 l 230 690 l 230 720 l f"}) {
        auto const answer = parse_here(one_page(words(70, 600, "sichtbar") +
                                                fmt::format("0 0 0.5 rg {} 1 g\n", path) +
                                                words(250, 700, "weiss auf weiss")))
                                .answer;
        EXPECT_EQ(answer.text.find("auf weiss"), std::string::npos) << path;
    }
}

TEST(Hidden, InkUnderManyThinLinesIsCovered) {
    std::string lines = "1 G 0.9 w\n";
    for (int i = 0; i < 40; ++i)
        lines += fmt::format("60 {:.1f} m 400 {:.1f} l S\n", 690 + i * 0.8, 690 + i * 0.8);
    auto const answer =
        parse_here(one_page(words(70, 600, "sichtbar") + words(70, 700, "verdeckt") + lines))
            .answer;
    EXPECT_EQ(all_hidden(answer), "verdeckt\n");
    auto const table = parse_here(one_page(words(70, 700, "Miete") +
                                           "0.5 w 60 697 m 400 697 l S 60 712 m 400 712 l S"))
                           .answer;
    EXPECT_TRUE(table.hidden.empty()) << all_hidden(table);
}

TEST(Hidden, InvisibleTextOverAScanIsItsLayer) {
    auto const scan = "q 595 0 0 842 0 0 cm /P1 Do Q BT 3 Tr ET\n";
    std::string lines;
    for (int i = 0; i < 20; ++i)
        lines += words(70, 700 - i * 20, "Erkannter Text der Vorlage");
    auto const answer = parse_here(one_page(scan + lines)).answer;
    EXPECT_TRUE(any_page(answer, PageMark::unchecked));
    EXPECT_FALSE(any_page(answer, PageMark::hidden_text)) << all_hidden(answer);
    EXPECT_NE(answer.text.find("Erkannter"), std::string::npos);
}

TEST(Hidden, WhatShowsOnlyWithoutALayerHidesNothingBehindIt) {
    PageParts parts;
    parts.content = words(70, 700, "Anfang") + "/OC /L2 BDC\n" + words(70, 680, "ohne Ebene") +
                    "EMC\n" + words(70, 660, "weiter im Text") + "/OC /L1 BDC\n" +
                    words(70, 640, "geheim") + "EMC\n" + words(70, 620, "Ende");
    parts.resources = "/Properties<</L1 20 0 R/L2 21 0 R>>";
    parts.objects = {"<</Type/OCG/Name(Ebene)>>", "<</Type/OCMD/P/AllOff/OCGs[20 0 R]>>"};
    parts.catalog = "/OCProperties<</OCGs[20 0 R]/D<</OFF[20 0 R]>>>>";
    auto const answer = parse_here(make_pdf(parts)).answer;
    EXPECT_EQ(all_hidden(answer), "geheim\n");
    EXPECT_EQ(tokens(answer.text), (std::vector<std::string>{"Anfang", "ohne", "Ebene", "weiter",
                                                             "im", "Text", "Ende"}));
}

TEST(Hidden, ALayerThatTakesTooLongCostsNothingThatIsRead) {
    std::string form, drawn;
    for (int i = 0; i < 100; ++i)
        form += "BT /F1 1 Tf 9 9 Td (verborgene Worte) Tj ET\n";
    for (int i = 0; i < 20'000; ++i)
        drawn += "/X9 Do\n";
    PageParts parts;
    parts.content = words(70, 700, "sichtbar") + "/OC /L1 BDC\n" + drawn + "EMC\n";
    parts.resources = "/Properties<</L1 20 0 R>>/XObject<</X9 21 0 R>>";
    parts.objects = {"<</Type/OCG/Name(Ebene)>>",
                     fmt::format("<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Length {}"
                                 "/Resources<</Font<</F1 5 0 R>>>>>>stream\n{}\nendstream",
                                 form.size(), form)};
    parts.catalog = "/OCProperties<</OCGs[20 0 R]/D<</OFF[20 0 R]>>>>";
    ReaderRequest request;
    request.deadline_ms = 700;
    auto const answer = parse_here(make_pdf(parts), request).answer;
    EXPECT_EQ(answer.status, AnswerStatus::partly_read);
    EXPECT_EQ(answer.reason, Reason::too_slow);
    EXPECT_EQ(tokens(answer.text), std::vector<std::string>{"sichtbar"});
    EXPECT_TRUE(any_page(answer, PageMark::unchecked)) << "nobody has seen what is on the layer";
}

TEST(Hidden, AReplacementWithoutAnEndEndsWithItsPage) {
    PageParts parts;
    parts.content = words(70, 700, "Erste Seite") + "/Span <</ActualText (geheim)>> BDC\n";
    parts.kids = "20 0 R";
    auto const second = words(70, 700, "Zweite Seite");
    parts.objects = {"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 21 0 R"
                     "/Resources<</Font<</F1 5 0 R>>>>>>",
                     fmt::format("<</Length {}>>stream\n{}\nendstream", second.size(), second)};
    auto const answer = parse_here(make_pdf(parts)).answer;
    EXPECT_EQ(tokens(answer.text), (std::vector<std::string>{"Erste", "Seite", "Zweite", "Seite"}));
}

// Letters of fonts outside the file are not drawn to be judged; those without a shape must be.
TEST(Hidden, LettersThatTheFontDoesNotHaveAreFound) {
    PageParts parts;
    parts.fonts = "/F3<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats/Encoding<</Type/Encoding"
                  "/Differences[97/a/b/c/d/e/f/g/h/i]>>>>";
    parts.content = words(70, 700, "sichtbar") + "BT /F3 12 Tf 70 600 Td (geheicaffe) Tj ET\n";
    auto const answer = parse_here(make_pdf(parts)).answer;
    EXPECT_EQ(tokens(answer.text), std::vector<std::string>{"sichtbar"});
    EXPECT_EQ(all_hidden(answer), "geheicaffe\n");
}

bool is_hidden(std::string_view css, std::string_view classes, std::string_view id = {}) {
    reader::StyleSheet sheet;
    sheet.add(css);
    return reader::read_style(sheet.of("p", classes, id), {}, {}).hidden;
}

TEST(Hidden, StyleSheetsCannotBePadded) {
    std::string const filler = "--x:" + std::string(5'000, 'y') + ";";
    EXPECT_TRUE(is_hidden(".h{display:none}.h{" + filler + "}", "h"));
    EXPECT_TRUE(is_hidden(".h{" + filler + "display:none}", "h"));
    EXPECT_TRUE(is_hidden(".h{ DISPLAY : /* filler */ none }", "h"));
    EXPECT_TRUE(is_hidden(".q{color:black;" + filler + "}#h{display:none}", "q q q q q", "h"));
    EXPECT_TRUE(is_hidden(".h{display:none!important}.h{display:block}", "h"));
    EXPECT_FALSE(is_hidden(".h{display:none}.h{display:block}", "h")) << "the last one counts";
    EXPECT_FALSE(is_hidden(".h{display:none}", "g"));
    for (auto const* const style : {"display:none;display:x", "visibility:hidden;visibility:x",
                                    "opacity:0;opacity:x", "font-size:0;font-size:x"}) {
        EXPECT_TRUE(is_hidden(fmt::format(".h{{{}}}", style), "h")) << style;
        EXPECT_TRUE(reader::read_style(reader::squeezed_style(style), {}, {}).hidden) << style;
    }
    EXPECT_TRUE(is_hidden("@charset \"utf-8\"; .h{display:none}", "h"));
    EXPECT_TRUE(is_hidden("@import \"a\";.h{display:none", "h"));
    EXPECT_TRUE(is_hidden("#i{opacity:0!important}.h{opacity:1}", "h", "i"));
    EXPECT_TRUE(is_hidden(".h{opacity:0!important}#i{opacity:1}", "h", "i"));
    EXPECT_TRUE(
        reader::read_style(reader::squeezed_style(filler + "display: none"), {}, {}).hidden);
    auto const page =
        parse_here("<html><style>.h{color:black}</style><style>.h{display:none}</style>"
                   "<p>sichtbar</p><p class=h>geheim</p></html>");
    EXPECT_EQ(all_hidden(page.answer), "geheim\n");
}

TEST(Hidden, MoreStyleThanIsLookedAtIsTold) {
    std::string css;
    for (int i = 0; i < 6'000; ++i)
        css += fmt::format(".c{}{{color:red}}", i);
    auto const told = [](std::string const& page) {
        return has(parse_here("<html><body>" + page + "</body></html>").answer, Warning::malformed);
    };
    EXPECT_TRUE(told("<style>" + css + "</style><p>Brief</p>"));
    EXPECT_FALSE(told("<style>" + css.substr(0, 9'000) + "}</style><p>Brief</p>"));
    std::string classes;
    for (int i = 0; i < 80; ++i)
        classes += fmt::format("c{} ", i);
    EXPECT_TRUE(told("<style>.c1{color:red}</style><p class='" + classes + "'>Brief</p>"));
}

TEST(Hidden, StyleSheetsStaySmall) {
    reader::StyleSheet sheet;
    std::string same = "a", many = "z0";
    for (int i = 1; i < 500; ++i) {
        same += ",a";
        many += fmt::format(",z{}", i);
    }
    std::string const body = "color:red;background:" + std::string(3'000, 'x');
    sheet.add(same + "{" + body + "}");
    EXPECT_LT(sheet.size_bytes(), 200u)
        << "said twice is said once, and of long ones the beginning";
    for (int i = 0; i < 10; ++i)
        sheet.add(many + "{" + body + "}");
    EXPECT_LE(sheet.size_bytes(), 500u * 200u) << "said again is not kept twice";
    EXPECT_TRUE(sheet.is_complete());
    for (int i = 0; i < 10; ++i)
        sheet.add("a{color:black}a{color:white;" + body + "}a{display:none}");
    EXPECT_LT(sheet.of("a", {}, {}).size(), 300u);
    EXPECT_TRUE(reader::read_style(sheet.of("a", {}, {}), {}, {}).hidden);
    std::string classes;
    for (int i = 0; i < 500; ++i)
        classes += "q ";
    reader::StyleSheet other;
    other.add(".q{" + body + "}");
    EXPECT_LT(other.of("p", classes, {}).size(), 300u);
}

TEST(Hidden, PagesAreMarkedForRecognition) {
    auto const picture = parse_here(one_page("q 500 0 0 700 40 40 cm /P1 Do Q")).answer;
    EXPECT_EQ(picture.status, AnswerStatus::read);
    EXPECT_TRUE(any_page(picture, PageMark::unread));
    auto const blank = parse_here(one_page("1 g 0 0 595 842 re f")).answer;
    EXPECT_TRUE(any_page(blank, PageMark::blank));
    EXPECT_FALSE(any_page(blank, PageMark::unread));
    auto const stamped =
        parse_here(one_page("q 595 0 0 842 0 0 cm /P1 Do Q" + words(70, 820, "FAX Seite 1")))
            .answer;
    EXPECT_TRUE(any_page(stamped, PageMark::unread));
}

TEST(Hidden, SignsWithoutShapeLeaveTheTextAndPlacesMoveAlong) {
    ReaderAnswer answer = parse_here("Wohn\xe2\x80\x8bgeld und Miete\n").answer;
    EXPECT_EQ(answer.text, "Wohngeld und Miete\n");
    EXPECT_EQ(answer.pages.at(0).end, answer.text.size());
    ASSERT_EQ(answer.hidden.size(), 1u);
    EXPECT_EQ(answer.hidden[0].kind, HiddenKind::characters);
    EXPECT_EQ(answer.hidden[0].text, "Wohngeld");
    auto const turned = parse_here("Betrag \xe2\x80\xae"
                                   "001\xe2\x80\xac Euro\n")
                            .answer;
    EXPECT_EQ(turned.text, "Betrag 100 Euro\n");
    // Between words such signs are a habit of programs and mean nothing.
    auto const honest = parse_here("Guten Tag,\xe2\x80\x8b wie geht es?\xc2\xad\n").answer;
    EXPECT_EQ(honest.text, "Guten Tag, wie geht es?\n");
    EXPECT_TRUE(honest.hidden.empty());
    // Joiners belong to Persian writing and to emoji.
    std::string const persian = "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\n";
    EXPECT_EQ(parse_here(persian).answer.text, persian);
}

TEST(Hidden, LettersOfOtherScriptsAreToldOfAndStay) {
    auto const answer =
        parse_here("Der B\xd0\xb5scheid und \xce\xb1-Strahlen, 5 k\xce\xa9\n").answer;
    ASSERT_EQ(answer.hidden.size(), 1u) << all_hidden(answer);
    EXPECT_EQ(answer.hidden[0].kind, HiddenKind::lookalike);
    EXPECT_EQ(answer.hidden[0].text, "B\xd0\xb5scheid");
    EXPECT_NE(answer.text.find("B\xd0\xb5scheid"), std::string::npos);
    // Also letters of rarer scripts, and none in what Germans write every day.
    EXPECT_EQ(all_hidden(parse_here("Die \xea\x93\xa1iete und \xea\x93\xaeintrag\n").answer),
              "\xea\x93\xa1iete\n\xea\x93\xaeintrag\n");
    EXPECT_TRUE(parse_here("\xe2\x80\x9eJa\xe2\x80\x9c \xe2\x80\x93 5 \xe2\x82\xac\n")
                    .answer.hidden.empty());
}

TEST(Hidden, SubjectsAreLookedAtAsWell) {
    auto const answer = parse_here("From: a@example.org\r\nTo: b@example.org\r\nSubject: "
                                   "=?utf-8?Q?Wohn=E2=80=8Bgeld?=\r\n\r\nGuten Tag\r\n")
                            .answer;
    EXPECT_EQ(answer.envelope.subject, "Wohngeld");
    EXPECT_EQ(answer.hidden.size(), 1u);
}

} // namespace leitstand::test
