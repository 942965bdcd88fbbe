// SPDX-License-Identifier: EUPL-1.2
#include "base/result.hpp"

#include <gmock/gmock.h>

#include "base/assert.hpp"

namespace leitstand {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0)
        return fail(Code::bad_input, "test.odd", fmt::format("{}", number));
    return number / 2;
}

Result<int> quarter(int number) {
    int const once = TRY(half(number));
    return TRY(half(once));
}

Result<void> check(int number) {
    TRY(quarter(number));
    return {};
}

TEST(Result, TryPassesValuesOn) {
    EXPECT_EQ(quarter(12).value(), 3);
    EXPECT_TRUE(check(12));
}

TEST(Result, TryReturnsTheErrorUnchanged) {
    auto const result = check(6); // 6 -> 3 -> odd
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::bad_input);
    EXPECT_EQ(result.error().key, "test.odd");
    EXPECT_EQ(result.error().detail, "3");
    EXPECT_NE(std::string_view{result.error().where.file_name()}.find("result_test"),
              std::string_view::npos);
    EXPECT_EQ(result.error().where.line(), 13U);
}

TEST(Result, TryMovesWhatCannotBeCopied) {
    auto const make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
    auto const use = [&]() -> Result<int> {
        auto const pointer = TRY(make());
        return *pointer;
    };
    EXPECT_EQ(use().value(), 7);
}

TEST(Result, TryTakesAVariableToo) {
    auto const use = [](Result<std::string> stored) -> Result<std::string> {
        return TRY(stored) + "!";
    };
    EXPECT_EQ(use("a").value(), "a!");
    EXPECT_EQ(use(fail(Code::refused, "test.no")).error().key, "test.no");
}

TEST(Result, DescribesItselfInOneLine) {
    EXPECT_EQ((Error{Code::no_space, "disk.full", "", {}}.describe()), "disk.full (no_space)");
    EXPECT_EQ((Error{Code::no_space, "disk.full", "/var", {}}.describe()),
              "disk.full (no_space): /var");
}

TEST(Result, EveryCodeHasItsOwnName) {
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(Code::internal); ++code)
        names.insert(code_name(static_cast<Code>(code)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Code::internal) + 1);
}

TEST(AssertDeathTest, EndsTheProcessAndNamesThePlace) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_DEATH(ASSERT(1 + 1 == 3), "1 \\+ 1 == 3.*result_test");
}

} // namespace
} // namespace leitstand
