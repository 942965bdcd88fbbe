// SPDX-License-Identifier: EUPL-1.2
#include "base/json.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace leitstand {
namespace {

std::string verdict(std::string_view text, JsonLimits limits = {}) {
    auto const value = parse_json(text, limits);
    return value ? "read" : value.error().key;
}

TEST(Json, ReadsAndPrintsInTheGivenOrder) {
    auto const value =
        parse_json(R"( {"z": 1, "a": [true, null, -2.5], "m": {"k": "Straße \u00e4"}} )");
    ASSERT_TRUE(value);
    EXPECT_EQ(print_json(*value), "{\"z\":1,\"a\":[true,null,-2.5],\"m\":{\"k\":\"Straße ä\"}}");
}

TEST(Json, RefusesWhatIsNoJson) {
    for (auto const* text :
         {"", " ", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "NaN", "01", "1 2", "[1] x", "\"\\x\"",
          "\"\x01\"", "\"\xff\"", "\"\xc0\x80\"", "1e999", "// a\n1", "\xef\xbb\xbf"})
        EXPECT_EQ(verdict(text), "json.not_json") << text;
    EXPECT_EQ(verdict(std::string_view{"[1]\0", 4}), "json.not_json");
}

TEST(Json, RefusesAKeyThatStandsTwice) {
    EXPECT_EQ(verdict(R"({"a": 1, "a": 2})"), "json.duplicate_key");
    EXPECT_EQ(verdict(R"({"x": [{"a": 1, "b": {}, "a": 2}]})"), "json.duplicate_key");
    EXPECT_EQ(verdict(R"({"a": 1, "\u0061": 2})"),
              "json.duplicate_key"); // the same key, written otherwise
    EXPECT_EQ(verdict(R"({"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]})"), "read");
}

TEST(Json, DepthIsLimitedExactly) {
    auto const nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(verdict(nested(64)), "read");
    EXPECT_EQ(verdict(nested(65)), "json.too_deep");
    EXPECT_EQ(parse_json(nested(65)).error().code, Code::too_large);
    EXPECT_EQ(verdict(nested(500'000)), "json.too_deep"); // no recursion
    EXPECT_EQ(verdict("{\"a\":{\"a\":{}}}", {.size_bytes_max = 100, .depth_max = 2}),
              "json.too_deep");
    EXPECT_EQ(verdict("[[],[],[[]]]", {.size_bytes_max = 100, .depth_max = 3}), "read");
}

TEST(Json, SizeIsLimitedExactly) {
    std::string const text = "\"" + std::string(98, 'a') + "\"";
    EXPECT_EQ(verdict(text, {.size_bytes_max = 100}), "read");
    EXPECT_EQ(verdict(text, {.size_bytes_max = 99}), "json.too_large");
}

TEST(Json, PrintingNeverThrows) {
    Json value;
    value["text"] = "a\xff"
                    "b";
    EXPECT_EQ(print_json(value), "{\"text\":\"a\xef\xbf\xbd"
                                 "b\"}");
}

RC_GTEST_PROP(JsonGuard, AnyTextIsReadOrRefusedWithoutHarm, (std::string const& text)) {
    auto const value = parse_json(text);
    if (!value)
        RC_ASSERT(value.error().key == "json.not_json" ||
                  value.error().key == "json.duplicate_key");
}

RC_GTEST_PROP(JsonGuard, APrintedTextIsReadBack,
              (std::map<std::string, std::vector<int>> const& content)) {
    Json value = Json::object();
    for (auto const& [key, numbers] : content)
        value[key.substr(0, 0) + std::to_string(std::hash<std::string>{}(key))] = numbers;
    auto const back = parse_json(print_json(value));
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == value);
}

} // namespace
} // namespace leitstand
