// SPDX-License-Identifier: EUPL-1.2
// No account teaches a label alone: of all items that a model learns a label from, at most a share
// may come from one account. What lies beyond is left out, by an order that nobody at the desk can
// choose. Threads: plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace leitstand::learn {

inline constexpr double kAccountShareMax = 0.15;     // docs/limits.md
inline constexpr std::size_t kAccountItemsFree = 10; // of a label; so few change little

struct AccountItem {
    std::uint32_t account = 0;
    std::string order;                 // items are asked in its order: a keyed hash
    std::vector<std::uint32_t> labels; // that apply, below `labels`
};

// For each item 1 where it may be trained on. `from_letters`: for each label the number of training
// letters that have it.
std::vector<std::uint8_t> within_share(std::span<AccountItem const> items,
                                       std::span<std::size_t const> from_letters);

} // namespace leitstand::learn
