// SPDX-License-Identifier: EUPL-1.2
#include "learn/account_share.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace leitstand::learn {

std::vector<std::uint8_t> within_share(std::span<AccountItem const> items,
                                       std::span<std::size_t const> from_letters) {
    using Counts = std::vector<std::size_t>;
    Counts all(from_letters.begin(), from_letters.end());
    std::map<std::uint32_t, Counts> of_account, taken;
    for (auto const& item : items)
        for (auto const label : item.labels) {
            ++all[label];
            auto& own = of_account[item.account];
            own.resize(all.size());
            ++own[label];
        }
    // With the share s of the whole, own <= s / (1 - s) of what the others give.
    auto const most = [&](std::uint32_t account, std::uint32_t label) {
        auto const others = static_cast<double>(all[label] - of_account[account][label]);
        return std::max(kAccountItemsFree, static_cast<std::size_t>(
                                               kAccountShareMax / (1 - kAccountShareMax) * others));
    };
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return items[a].order < items[b].order; });
    std::vector<std::uint8_t> within(items.size(), 0);
    for (auto const i : order) {
        auto const& item = items[i];
        auto& own = taken[item.account];
        own.resize(all.size());
        bool const fits = std::all_of(item.labels.begin(), item.labels.end(), [&](auto label) {
            return own[label] < most(item.account, label);
        });
        if (!fits)
            continue;
        for (auto const label : item.labels)
            ++own[label];
        within[i] = 1;
    }
    return within;
}

} // namespace leitstand::learn
