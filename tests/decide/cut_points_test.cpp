// SPDX-License-Identifier: EUPL-1.2
// Where stacks are cut: by separator sheets for certain, by content as a proposal with reasons.
#include "decide/cut_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decide/stack_pages.hpp"

namespace leitstand {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr char kLetter[] = "Jana Brandt\nLindenstr. 7\n12043 Berlin\n\nBerlin, den 3. März 2026\n"
                           "Sehr geehrte Damen und Herren,\nich beantrage Kindergeld.\n"
                           "Mit freundlichen Grüßen\nJana Brandt";
constexpr char kBareLetter[] = "Sehr geehrte Frau Amt,\nanbei die Unterlagen.\nJana Brandt";
constexpr char kGoesOn[] = "und außerdem wohnen wir dort zu viert in drei Zimmern.\nDie Miete"
                           " steigt.";
constexpr char kEnds[] = "Wir bitten um Nachricht.\nMit freundlichen Grüßen\nPeter Kurz";

std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs(std::vector<PageRange> const& ranges) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    for (auto const& range : ranges)
        found.emplace_back(range.first, range.last);
    return found;
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

std::vector<Pair> proposed(std::vector<std::string> const& pages) {
    auto const cutting = propose_cuts(document_of(pages), 0);
    return cutting ? pairs(cutting->ranges) : std::vector<Pair>{};
}

std::vector<Pair> separated(std::vector<std::string> const& pages) {
    auto const cutting = cuts_by_separators(document_of(pages), 0);
    return cutting ? pairs(cutting->ranges) : std::vector<Pair>{};
}

} // namespace

TEST(CutPoints, LetterHeadsBeginLetters) {
    EXPECT_THAT(proposed({kLetter, kLetter}), ElementsAre(Pair{1, 1}, Pair{2, 2}));
    EXPECT_THAT(proposed({kLetter, kGoesOn, kLetter}), ElementsAre(Pair{1, 2}, Pair{3, 3}));
    EXPECT_THAT(proposed({kLetter, kGoesOn}), IsEmpty());
    EXPECT_THAT(proposed({kLetter}), IsEmpty());
    EXPECT_THAT(proposed({kGoesOn, kEnds, kBareLetter}), ElementsAre(Pair{1, 2}, Pair{3, 3}));
    // A salutation alone, after no closing words, may stand in the midst of a letter.
    EXPECT_THAT(proposed({kGoesOn, kBareLetter}), IsEmpty());
}

TEST(CutPoints, ReasonsAreGiven) {
    auto const cutting = propose_cuts(document_of({kLetter, "~", kLetter}), 0);
    ASSERT_TRUE(cutting);
    ASSERT_EQ(1u, cutting->points.size());
    EXPECT_EQ(3u, cutting->points[0].page);
    EXPECT_THAT(cutting->points[0].reasons,
                ElementsAre(CutReason::salutation, CutReason::letter_head, CutReason::letter_date,
                            CutReason::blank_before, CutReason::closing_before));
    EXPECT_THAT(pairs(cutting->ranges), ElementsAre(Pair{1, 2}, Pair{3, 3}))
        << "a blank back belongs to the page before it";
}

TEST(CutPoints, PageNumbersCountAndGoOn) {
    auto const page = [](int number, int of) {
        return fmt::format("Text ohne Kopf\nmehr Text\nSeite {} von {}", number, of);
    };
    EXPECT_THAT(proposed({page(1, 2), page(2, 2), page(1, 3), page(2, 3), page(3, 3)}),
                ElementsAre(Pair{1, 2}, Pair{3, 5}));
    EXPECT_THAT(proposed({page(1, 3), page(2, 3), page(3, 3)}), IsEmpty());
    // What is numbered on goes on, even with a letter head on each page.
    EXPECT_THAT(
        proposed({std::string{kLetter} + "\nSeite 1/2", std::string{kLetter} + "\nSeite 2/2"}),
        IsEmpty());
    // The count was complete: the next page is something else, a certificate perhaps.
    EXPECT_THAT(proposed({page(1, 2), page(2, 2), kGoesOn}), ElementsAre(Pair{1, 2}, Pair{3, 3}));
    EXPECT_THAT(proposed({kLetter, "Im Jahr 2026 zahlte ich 12 Monate lang.\n12 von 13 Raten"}),
                IsEmpty());
}

TEST(CutPoints, OnlyWhatHasPagesOfItsOwnIsCut) {
    EXPECT_FALSE(propose_cuts(document_of({kLetter, kLetter}, "text/plain"), 0));
    EXPECT_TRUE(propose_cuts(document_of({kLetter, kLetter}, "image/tiff"), 0));
    EXPECT_FALSE(propose_cuts(document_of({kLetter, kLetter}), 1)) << "there is no such part";
    auto in_part = document_of({kLetter, kLetter});
    EXPECT_TRUE(part_can_be_cut(in_part, 0));
    in_part.parts[0].reason = "too_many_pages";
    EXPECT_FALSE(part_can_be_cut(in_part, 0));
    EXPECT_FALSE(propose_cuts(in_part, 0)) << "what was not read would be lost";
    EXPECT_FALSE(part_can_be_cut(document_of({kLetter}), 0)) << "one page is nothing to cut";
}

TEST(Separators, CutBetweenThem) {
    EXPECT_THAT(separated({"a", "#", "b", "b", "#", "c"}),
                ElementsAre(Pair{1, 1}, Pair{3, 4}, Pair{6, 6}));
    EXPECT_THAT(separated({"#", "a", "b", "#"}), ElementsAre(Pair{2, 3}));
    EXPECT_THAT(separated({"a", "#", "#", "b"}), ElementsAre(Pair{1, 1}, Pair{4, 4}));
    EXPECT_THAT(separated({"a", "b"}), IsEmpty());
    EXPECT_THAT(separated({"#"}), IsEmpty());
    EXPECT_THAT(separated({kLetter, kLetter, "#", "c"}), ElementsAre(Pair{1, 2}, Pair{4, 4}))
        << "content does not cut";
}

TEST(Separators, BlankBacksBecomeNoItem) {
    auto const cutting =
        cuts_by_separators(document_of({"a", "~", "#", "~", "b", "~", "#", "~"}), 0);
    ASSERT_TRUE(cutting);
    EXPECT_THAT(pairs(cutting->ranges), ElementsAre(Pair{1, 2}, Pair{5, 6}));
    EXPECT_THAT(cutting->left_out, ElementsAre(3, 4, 7, 8));
    // Scanned on one side: a page that looks blank may be a faint letter.
    EXPECT_THAT(separated({"a", "#", "~", "#", "b"}),
                ElementsAre(Pair{1, 1}, Pair{3, 3}, Pair{5, 5}));
}

TEST(Separators, NoneByAccident) {
    auto const content = separator_content(7);
    EXPECT_THAT(separated({"a", content.substr(0, content.size() - 1), "b"}), IsEmpty());
    auto wrong = content;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    EXPECT_THAT(separated({"a", wrong, "b"}), IsEmpty());
    std::string letter = content;
    for (int i = 0; i < 39; ++i)
        letter += " Wort";
    EXPECT_THAT(separated({"a", letter, "b"}), ElementsAre(Pair{1, 1}, Pair{3, 3}));
    letter += " Wort";
    EXPECT_THAT(separated({"a", letter, "b"}), IsEmpty()) << "a letter that shows the code";
}

TEST(Separators, WhatSomebodyWroteOnIsProposedOnly) {
    for (auto const mark : {PageMark::handwriting, PageMark::unchecked}) {
        auto document = document_of({"a", "#", "b", "#", "c"});
        document.pages[1].marks.set(mark);
        auto const cutting = cuts_by_separators(document, 0);
        ASSERT_TRUE(cutting);
        EXPECT_THAT(pairs(cutting->ranges), ElementsAre(Pair{1, 3}, Pair{5, 5}));
        EXPECT_THAT(cutting->left_out, ElementsAre(4)) << "what was written is in an item";
        auto const proposal = propose_cuts(document, 0);
        ASSERT_TRUE(proposal);
        EXPECT_THAT(pairs(proposal->ranges), ElementsAre(Pair{1, 1}, Pair{3, 3}, Pair{5, 5}));
        document.pages[3].marks.set(mark);
        EXPECT_FALSE(cuts_by_separators(document, 0)) << "no sheet is left";
    }
}

TEST(Separators, WaitForPagesThatAreNotReadYet) {
    auto document = document_of({"a", "#", "b"});
    document.pages[2].marks.set(PageMark::unread);
    EXPECT_FALSE(cuts_by_separators(document, 0));
    document.pages[2].marks.clear(PageMark::unread);
    EXPECT_TRUE(cuts_by_separators(document, 0));
    document.parts[0].reason = "too_many_pages";
    EXPECT_FALSE(cuts_by_separators(document, 0)) << "what was not read would be lost";
}

TEST(Separators, ACodeOnThePageCountsToo) {
    auto document = document_of({"a", "unleserlich", "b"});
    PageCode code;
    code.page = 2;
    code.kind = CodeKind::qr;
    code.text = separator_content(9);
    document.codes.push_back(code);
    ASSERT_TRUE(cuts_by_separators(document, 0));
    document.codes[0].text = "https://beispiel.example/LEITSTAND-TB1-00000009";
    EXPECT_FALSE(cuts_by_separators(document, 0));
}

} // namespace leitstand
