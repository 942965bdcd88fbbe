// SPDX-License-Identifier: EUPL-1.2
#include "base/ids.hpp"

#include <gmock/gmock.h>

namespace leitstand {
namespace {

TEST(Ids, AreWellFormedAndDiffer) {
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) {
        auto const id = new_id();
        ASSERT_TRUE(is_id(id)) << id;
        seen.insert(id);
    }
    EXPECT_EQ(seen.size(), 10'000U);
}

TEST(Ids, NothingElseIsOne) {
    std::string const right(32, 'a');
    EXPECT_TRUE(is_id(right));
    for (auto const& wrong :
         {std::string{}, right + "a", right.substr(1), std::string(32, 'A'), std::string(32, 'g'),
          "../" + right.substr(3), right.substr(1) + "/", std::string(32, '\0')})
        EXPECT_FALSE(is_id(wrong)) << wrong;
}

} // namespace
} // namespace leitstand
