// SPDX-License-Identifier: EUPL-1.2
// Text that nobody sees: each kind of attack is told of and kept from the text, honest documents
// that look suspicious are not suspected. bench/hidden_quality counts over many more.
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
        if (!disguised)
            EXPECT_EQ(answer.text.find(attack.hidden), std::string::npos) << answer.text;
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
}

TEST(Hidden, SubjectsAreLookedAtAsWell) {
    auto const answer = parse_here("From: a@example.org\r\nTo: b@example.org\r\nSubject: "
                                   "=?utf-8?Q?Wohn=E2=80=8Bgeld?=\r\n\r\nGuten Tag\r\n")
                            .answer;
    EXPECT_EQ(answer.envelope.subject, "Wohngeld");
    EXPECT_EQ(answer.hidden.size(), 1u);
}

} // namespace leitstand::test
