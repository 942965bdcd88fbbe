// SPDX-License-Identifier: EUPL-1.2
#include "base/json_members.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace leitstand {
namespace {

TEST(JsonMembers, WhatIsMissingOrOfAnotherTypeReadsAsEmpty) {
    Json const object{{"text", "Wort"}, {"whole", 7}, {"share", 0.5}, {"day", "2026-11-27"}};
    EXPECT_EQ(text_member(object, "text"), "Wort");
    EXPECT_EQ(whole_member(object, "whole"), 7);
    EXPECT_EQ(date_member(object, "day"), (Date{2026, 11, 27}));
    for (auto const* key : {"whole", "none"})
        EXPECT_EQ(text_member(object, key), "") << key;
    for (auto const* key : {"text", "share", "none"})
        EXPECT_EQ(whole_member(object, key), 0) << key;
    for (auto const* key : {"text", "whole", "none"})
        EXPECT_EQ(date_member(object, key), std::nullopt) << key;
    for (auto const& other : {Json(nullptr), Json::array({"text"}), Json("text")}) {
        EXPECT_EQ(member(other, "text"), nullptr);
        EXPECT_EQ(text_member(other, "text"), "");
    }
}

TEST(JsonMembers, ValuesAreGivenOutAsTheyAreRead) {
    EXPECT_EQ(print_json(date_json(Date{2026, 11, 27})), "\"2026-11-27\"");
    EXPECT_TRUE(date_json(std::nullopt).is_null());
    EXPECT_EQ(rounded(0.123456, 4), 0.1235);
    EXPECT_EQ(rounded(-2.5, 0), -3);
    EXPECT_EQ(print_json(Json(rounded(1.0 / 3, 6))), "0.333333");
}

} // namespace
} // namespace leitstand
