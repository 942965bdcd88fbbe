// SPDX-License-Identifier: EUPL-1.2
// How far a measured share may lie from the true one. Exact binomial intervals (Clopper and
// Pearson 1934) by the regularised incomplete beta function (continued fraction, NIST DLMF 8.17),
// Wilson's score interval (1927), and the bootstrap (Efron 1979) for figures without a formula.
// All shares are between 0 and 1. The bootstrap draws the same items for the same seed on every
// machine. Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace leitstand::learn {

struct Interval {
    double lower = 0, upper = 1;
};

// `hits` of `count`; hits <= count. With count 0 nothing is known: 0 to 1.
struct Share {
    std::uint64_t hits = 0, count = 0;

    double value() const {
        return count == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(count);
    }
};

// I_x(a, b) for a, b > 0 and x in [0,1].
double regularised_incomplete_beta(double a, double b, double x);
// P(X <= hits) for X binomial with `count` trials of probability `p`.
double binomial_at_most(std::uint64_t hits, std::uint64_t count, double p);
// The z that a standard normal value stays below with probability `p`, 0 < p < 1.
double normal_quantile(double p);

Interval wilson_interval(Share share, double confidence = 0.95);
Interval clopper_pearson_interval(Share share, double confidence = 0.95);
// One-sided: the true share lies below with at least this confidence.
double clopper_pearson_upper(Share share, double confidence);

struct BootstrapOptions {
    std::size_t rounds = 1000;
    double confidence = 0.95;
    std::uint64_t seed = 1;
};

// A figure of some drawn items, which are numbers below the count of items, with repetition.
using Figure = std::function<double(std::span<std::uint32_t const> drawn)>;

// Percentile interval over items drawn with replacement. With no items: 0 to 1.
Interval bootstrap_interval(std::size_t items, Figure const& figure, BootstrapOptions options = {});

struct PairedDifference {
    double difference = 0; // of `ours` minus `other` on all items
    Interval interval;
    double share_not_better = 1; // of the rounds in which ours was not above the other
};

// Both figures on the same draws, so that what is hard for both cancels out.
PairedDifference paired_bootstrap(std::size_t items, Figure const& ours, Figure const& other,
                                  BootstrapOptions options = {});

} // namespace leitstand::learn
