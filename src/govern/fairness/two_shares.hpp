// SPDX-License-Identifier: EUPL-1.2
// Two shares beside each other: how far apart they are, with intervals, and whether that is more
// than chance. All intervals are two-sided. Threads: any.
// Sources: Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10 (difference); Miettinen
// and Nurminen, Statistics in Medicine 4 (1985) 213-226 (score interval of the ratio, score test);
// Fisher 1935 (exact test); Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "learn/intervals.hpp"

namespace leitstand::fairness {

// The one estimate of govern, of a share, a difference or a time. As it is made: a share of which
// nothing is known.
struct Estimate {
    double value = 0, lower = 0, upper = 1;
};

// An upper bound that is missing is infinity.
struct RatioEstimate {
    double value = 0, lower = 0;
    std::optional<double> upper;
};

// `first` minus `second`; nothing where one of them is a share of no cases.
std::optional<Estimate> difference_of(learn::Share first, learn::Share second, double confidence);

// Of any two estimates that do not depend on each other, each with an interval of the same
// confidence, as method 10 does it for shares (Zou and Donner, Statistics in Medicine 27 (2008)
// 1693-1702). Bounds that are infinite stay so.
Estimate difference_of(Estimate const& first, Estimate const& second);

// `first` by `second`; nothing where one is a share of no cases, or `second` has no hit.
std::optional<RatioEstimate> ratio_of(learn::Share first, learn::Share second, double confidence);

struct SharesTest {
    double p = 1; // two-sided
    bool exact = false;
};

// Two-sided exact test: sums the tables that are at most as probable as this one.
double fisher_exact_p(learn::Share first, learn::Share second);
// Score test of equal shares (chi squared with one degree of freedom).
double score_test_p(learn::Share first, learn::Share second);
// Exact where a share is of fewer than 30 cases or a cell is expected to hold fewer than 5.
// Nothing where one is a share of no cases.
std::optional<SharesTest> test_of(learn::Share first, learn::Share second);

// Each p after Holm's correction over all of them, in the same order.
std::vector<double> holm_adjusted(std::span<double const> p);

} // namespace leitstand::fairness
