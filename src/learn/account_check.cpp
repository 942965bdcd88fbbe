// SPDX-License-Identifier: EUPL-1.2
#include "learn/account_check.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/assert.hpp"
#include "learn/intervals.hpp"

namespace leitstand::learn {

namespace {

// A model that is surer than this of the opposite is contradicted. Models of few letters are seldom
// as sure as the second.
constexpr std::array kSure{0.9, 0.97};
constexpr double kRateRatio = 2; // people differ; up to so much is nobody's fault
constexpr double kLevel = 0.01;  // of one training: how often an honest desk is doubted
constexpr std::size_t kOthersMin = 4;
constexpr std::uint64_t kContradictionsMin = 3; // one slip is no source of wrong labels

// Contradictions, and how many there would be if the probabilities were right.
struct Tally {
    std::uint64_t items = 0;
    std::uint64_t contradictions = 0;
    double expected = 0;

    void operator+=(Tally const& other) {
        items += other.items;
        contradictions += other.contradictions;
        expected += other.expected;
    }
    Tally without(Tally const& part) const {
        return {items - part.items, contradictions - part.contradictions,
                std::max(0.0, expected - part.expected)};
    }
};

// The tallies of one account: one for each label, and for items of which any label contradicts.
struct Tallies {
    std::vector<Tally> by_label;
    Tally any;
};

Tally tally_of(double probability, bool applies, double sure) {
    Tally tally{1, 0, 0};
    if (probability > sure)
        tally = {1, !applies, 1 - probability};
    else if (probability < 1 - sure)
        tally = {1, applies, probability};
    return tally;
}

void add_item(LabelledByAccounts const& labelled, std::size_t item, double sure, Tallies& sums) {
    sums.by_label.resize(labelled.labels);
    double none = 1; // that no label contradicts
    bool contradicts = false;
    for (std::size_t label = 0; label < labelled.labels; ++label) {
        auto const at = item * labelled.labels + label;
        auto const tally = tally_of(labelled.probabilities[at], labelled.truth[at] != 0, sure);
        sums.by_label[label] += tally;
        none *= 1 - tally.expected;
        contradicts = contradicts || tally.contradictions != 0;
    }
    sums.any += {1, contradicts, 1 - none};
}

void add(Tallies& sum, Tallies const& more) {
    sum.by_label.resize(more.by_label.size());
    for (std::size_t label = 0; label < more.by_label.size(); ++label)
        sum.by_label[label] += more.by_label[label];
    sum.any += more.any;
}

// Of `own`, given `others`; p = 1 where nothing speaks against the account.
AccountDoubt tested(Tally const& own, Tally const& others) {
    AccountDoubt doubt;
    doubt.items = own.items;
    doubt.contradictions = own.contradictions;
    // One contradiction more among the others: none seen does not mean that there can be none.
    auto const seen = static_cast<double>(others.contradictions + 1);
    auto const expected_there = std::max(others.expected, 1e-9);
    doubt.expected = own.expected * seen / expected_there;
    auto const weight = kRateRatio * own.expected;
    auto const share = weight / (weight + expected_there);
    auto const all = own.contradictions + others.contradictions + 1;
    if (own.contradictions >= kContradictionsMin && share < 1)
        doubt.probability = 1 - binomial_at_most(own.contradictions - 1, all, share);
    return doubt;
}

// The least probable count of each account, where a model counts as sure from `sure` on.
std::map<std::uint32_t, AccountDoubt> least_probable(LabelledByAccounts const& labelled,
                                                     double sure) {
    std::map<std::uint32_t, Tallies> accounts;
    Tallies letters, desk;
    letters.by_label.resize(labelled.labels);
    for (std::size_t item = 0; item < labelled.accounts.size(); ++item)
        add_item(labelled, item, sure,
                 labelled.accounts[item] == kNoAccount ? letters
                                                       : accounts[labelled.accounts[item]]);
    for (auto const& [account, sums] : accounts)
        add(desk, sums);
    bool const among_accounts = accounts.size() > kOthersMin;
    std::map<std::uint32_t, AccountDoubt> least;
    for (auto const& [account, own] : accounts) {
        auto worst = tested(own.any, among_accounts ? desk.any.without(own.any) : letters.any);
        for (std::uint32_t label = 0; label < labelled.labels; ++label) {
            auto const& mine = own.by_label[label];
            auto doubt = tested(mine, among_accounts ? desk.by_label[label].without(mine)
                                                     : letters.by_label[label]);
            doubt.label = label;
            if (doubt.probability < worst.probability)
                worst = doubt;
        }
        worst.account = account;
        least[account] = worst;
    }
    return least;
}

} // namespace

std::vector<AccountDoubt> doubtful_accounts(LabelledByAccounts const& labelled) {
    ASSERT(labelled.probabilities.size() == labelled.accounts.size() * labelled.labels &&
           labelled.truth.size() == labelled.probabilities.size());
    std::map<std::uint32_t, AccountDoubt> least;
    for (auto const sure : kSure)
        for (auto const& [account, doubt] : least_probable(labelled, sure)) {
            auto& known = least.try_emplace(account, doubt).first->second;
            if (doubt.probability < known.probability)
                known = doubt;
        }
    auto const tests = least.size() * (labelled.labels + 1) * kSure.size();
    std::vector<AccountDoubt> doubts;
    for (auto const& [account, doubt] : least)
        if (doubt.probability < kLevel / static_cast<double>(tests))
            doubts.push_back(doubt);
    return doubts;
}

} // namespace leitstand::learn
