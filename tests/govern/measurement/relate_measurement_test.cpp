// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/relate_measurement.hpp"

#include "govern/measurement/measured.hpp"

namespace leitstand {
namespace {

Understanding understood(Document const& document) {
    static Understander const understander{measured::catalogue()};
    return understander.understand(document, measured::AllAssist{});
}

// Two letters of two people, long enough to be compared.
std::vector<MeasuredLetter> post() {
    return {measured::letter("a", "Sehr geehrte Damen und Herren,\nich warte seit Wochen auf den "
                                  "Bescheid über meinen Antrag auf Wohngeld.\nDie Miete ist im Mai "
                                  "gestiegen, der Vermieter hat es schriftlich angekündigt.\nBitte "
                                  "teilen Sie mir mit, welche Unterlagen noch fehlen.\nMit "
                                  "freundlichen Grüßen\nPetra Krämer"),
            measured::letter("b", "Guten Tag,\nmein Sohn beginnt im Herbst eine Ausbildung zum "
                                  "Tischler in Kassel.\nBekommen wir dann weiter Kindergeld, und "
                                  "was muss der Betrieb dafür bestätigen?\nIch bin tagsüber unter "
                                  "der bekannten Nummer zu erreichen.\nMit freundlichen "
                                  "Grüßen\nThomas Lehmann")};
}

TEST(RelateExplanation, OfTheRealFunctionItIsTrue) {
    auto const letters = post();
    auto const measured = relate_explanation(letters, understood, 100);
    EXPECT_EQ(measured.findings, 2u);
    EXPECT_EQ(measured.add_up, 2u);
    EXPECT_EQ(measured.counterfactuals, 4u) << "the words and the person of each";
    EXPECT_EQ(measured.valid, 4u);
}

// A relation found by something that nobody is shown: all letters have the same digest.
TEST(RelateExplanation, WhatIsNotShownCannotMakeARelation) {
    auto const letters = post();
    auto const measured = relate_explanation(
        letters,
        [](Document const& document) {
            auto said = understood(document);
            auto trace = *said.trace;
            trace.digest = "the same for all";
            said.trace = std::make_shared<LetterTrace const>(std::move(trace));
            return said;
        },
        100);
    EXPECT_EQ(measured.findings, 2u);
    EXPECT_EQ(measured.add_up, 0u) << "the words are not the same";
    EXPECT_EQ(measured.valid, 0u) << "with the words of another letter it is found as before";
}

// Of a letter with quoted post `relate` compares only what is new in it.
TEST(RelateExplanation, LettersThatCannotBeCountedAnewArePassedOver) {
    auto letters = post();
    for (auto& letter : letters)
        letter.document =
            with_text(letter.document,
                      letter.document.text + "\n\nAm 3. Mai 2026 schrieb Musteramt:\n> Ihr Antrag "
                                             "ist eingegangen.\n> Bitte haben Sie Geduld.",
                      {});
    EXPECT_EQ(relate_explanation(letters, understood, 100).findings, 0u);
}

} // namespace
} // namespace leitstand
