// SPDX-License-Identifier: EUPL-1.2
// What a list shows of a letter that has no envelope: its subject is found where letters carry it.
#include "decide/card.hpp"

#include <gtest/gtest.h>

#include "decide/post.hpp"

namespace leitstand {
namespace {

std::string subject(std::string const& text) {
    Card card;
    describe(card, made_document("", "", text));
    return card.subject;
}

TEST(Card, takes_the_line_before_the_greeting_as_subject) {
    EXPECT_EQ("Umzug zum 1. März", subject("Ina Rolle\nWeg 3\n12345 Musterstadt\n\n29.10.2026\n\n"
                                           "Umzug zum 1. März\n\nGuten Tag,\nich ziehe um.\n"));
}

TEST(Card, takes_what_follows_the_greeting_where_no_subject_stands) {
    EXPECT_EQ("ich ziehe um.",
              subject("Ina Rolle\nWeg 3\n12345 Musterstadt\nHallo,\nich ziehe um.\nGruß\n"));
}

TEST(Card, takes_a_marked_subject_first) {
    EXPECT_EQ("Konto neu", subject("Ina Rolle\nBetreff: Konto neu\nEtwas anderes\nHallo,\n"));
}

TEST(Card, takes_the_first_line_of_a_text_without_greeting) {
    EXPECT_EQ("Der Strom ist weg.", subject("\n\nDer Strom ist weg.\nHilfe"));
    EXPECT_EQ("", subject(" \n"));
}

} // namespace
} // namespace leitstand
