// SPDX-License-Identifier: EUPL-1.2
// Whether labels of one source contradict what everybody else teaches: wrong labels fed on purpose
// or by mistake. A label contradicts where a model that was trained without its account is sure of
// the opposite. How many contradictions an account must be expected to have follows from the
// probabilities themselves, so that hard post does not count against those who work on it.
//
// The test: given all contradictions of the account and of those it is compared with, the share
// that falls on the account is binomial; H0 says that its rate, relative to what the models expect,
// is at most kRateRatio times the others'. Exact (Clopper and Pearson's tail), once for all labels
// together and once for each, level kLevel divided by the number of tests (Bonferroni). Compared
// with are the other accounts; where these are fewer than kOthersMin, the letters.
//
// It says nothing about people: accounts are numbers here, only those beyond the test are given
// back, and there is no order among them. Threads: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace leitstand::learn {

inline constexpr std::uint32_t kNoAccount = 0xFFFF'FFFF; // a training letter: compared with only

// Items × labels, row by row. `probabilities` are calibrated, by models that saw no item of the
// account.
struct LabelledByAccounts {
    std::size_t labels = 0;
    std::span<std::uint32_t const> accounts; // of each item
    std::span<double const> probabilities;
    std::span<std::uint8_t const> truth; // what the account said, 1 where the label applies
};

struct AccountDoubt {
    std::uint32_t account = 0;
    std::optional<std::uint32_t> label; // nothing: all labels together
    std::uint64_t items = 0;
    std::uint64_t contradictions = 0;
    double expected = 0;    // if the account were like the others
    double probability = 1; // of so many or more under H0
};

// At most one doubt for an account: the least probable.
std::vector<AccountDoubt> doubtful_accounts(LabelledByAccounts const& labelled);

} // namespace leitstand::learn
