// SPDX-License-Identifier: EUPL-1.2
// The closed lists are whole: each reason and warning has its texts, in order, and stands in
// docs/formats/refusals.md.
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "read/protocol.hpp"
#include "read/refusal.hpp"

namespace leitstand {

TEST(Refusals, EachReasonHasTextsForSenderAndCaseworker) {
    auto const page = read_file(
        std::filesystem::path{LEITSTAND_SOURCE_DIR} / "docs/formats/refusals.md", 1 << 20);
    ASSERT_TRUE(page);
    for (std::size_t i = 1; i < kReasonCount; ++i) {
        auto const key = reason_key(static_cast<Reason>(i));
        auto const* const text = refusal_text(key);
        ASSERT_NE(text, nullptr) << key;
        EXPECT_EQ(&refusal_texts()[i - 1], text) << "the order of the list";
        for (auto const one : {text->name_de, text->name_en, text->sender_de, text->sender_en,
                               text->caseworker_de, text->caseworker_en})
            EXPECT_GE(one.size(), 4u) << key;
        EXPECT_NE(page->find("| `" + std::string{key} + "` |"), std::string::npos)
            << key << " is not in the docs";
        EXPECT_EQ(reason_of(key), static_cast<Reason>(i));
    }
    EXPECT_EQ(refusal_text("no_such_key"), nullptr);
}

TEST(Refusals, EachWarningHasATextInBothLanguages) {
    auto const page = read_file(
        std::filesystem::path{LEITSTAND_SOURCE_DIR} / "docs/formats/refusals.md", 1 << 20);
    ASSERT_TRUE(page);
    for (std::size_t i = 0; i < kWarningCount; ++i) {
        auto const key = warning_key(static_cast<Warning>(i));
        auto const* const text = warning_text(key);
        ASSERT_NE(text, nullptr) << key;
        EXPECT_GE(text->de.size(), 10u);
        EXPECT_GE(text->en.size(), 10u);
        EXPECT_NE(page->find("| `" + std::string{key} + "` |"), std::string::npos) << key;
    }
}

} // namespace leitstand
