// SPDX-License-Identifier: EUPL-1.2
// No account teaches more than its share of a label.
#include "learn/account_share.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numeric>

namespace leitstand::learn {
namespace {

AccountItem item(std::uint32_t account, int order, std::vector<std::uint32_t> labels) {
    return {account, fmt::format("{:04}", order), std::move(labels)};
}

std::size_t count(std::vector<std::uint8_t> const& within) {
    return std::accumulate(within.begin(), within.end(), std::size_t{0});
}

TEST(AccountShare, OneAccountGivesAtMostItsShare) {
    std::vector<AccountItem> items;
    for (int i = 0; i < 100; ++i)
        items.push_back(item(0, i, {0}));
    std::vector<std::size_t> const letters{170};
    auto const kept = count(within_share(items, letters));
    EXPECT_EQ(kept, 30u) << "30 of 200 are 15 %";
}

TEST(AccountShare, AFewAreAlwaysFree) {
    std::vector<AccountItem> items;
    for (int i = 0; i < 12; ++i)
        items.push_back(item(0, i, {0}));
    std::vector<std::size_t> const none{0};
    EXPECT_EQ(count(within_share(items, none)), kAccountItemsFree);
}

TEST(AccountShare, ManyAccountsAreNotCut) {
    std::vector<AccountItem> items;
    for (int i = 0; i < 400; ++i)
        items.push_back(item(static_cast<std::uint32_t>(i % 20), i, {0, 1}));
    std::vector<std::size_t> const none{0, 0};
    EXPECT_EQ(count(within_share(items, none)), items.size());
}

TEST(AccountShare, AnItemWithoutLabelsIsNeverCutAndTheOrderDecides) {
    std::vector<AccountItem> items;
    for (int i = 0; i < 15; ++i)
        items.push_back(item(0, 100 - i, {0}));
    items.push_back(item(0, 0, {}));
    std::vector<std::size_t> const none{0};
    auto const within = within_share(items, none);
    EXPECT_EQ(within.back(), 1);
    EXPECT_EQ(within[0], 0) << "the last in order";
    EXPECT_EQ(within[14], 1) << "the first in order";
}

} // namespace
} // namespace leitstand::learn
