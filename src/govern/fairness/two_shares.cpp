// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/two_shares.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/assert.hpp"

namespace leitstand::fairness {

using learn::Share;

namespace {

constexpr std::uint64_t kExactBelowCases = 30;
constexpr double kExactBelowExpected = 5;
constexpr int kBisections = 60;
constexpr double kRatioMax = 1e9;
// Tables as probable as this one but for rounding count as equally probable (as R does it).
constexpr double kSameProbability = 1 + 1e-7;

double as_double(std::uint64_t value) {
    return static_cast<double>(value);
}

// ln of the number of ways to choose; lgamma_r leaves the global sign alone.
double log_choose(double n, double k) {
    int sign = 0;
    return ::lgamma_r(n + 1, &sign) - ::lgamma_r(k + 1, &sign) - ::lgamma_r(n - k + 1, &sign);
}

double two_sided_normal_p(double z) {
    return std::erfc(std::abs(z) / std::sqrt(2.0));
}

// How far the shares stand from `ratio`, in standard errors under the most likely shares that have
// this ratio (Miettinen and Nurminen 1985, formulas 9 to 13). Falls with the ratio.
double ratio_score(Share first, Share second, double ratio) {
    double const x1 = as_double(first.hits), n1 = as_double(first.count);
    double const x2 = as_double(second.hits), n2 = as_double(second.count), n = n1 + n2;
    double const a = ratio * n, b = -(ratio * (n1 + x2) + x1 + n2), c = x1 + x2;
    // The smaller root, in the form that does not cancel.
    double const root = std::sqrt(std::max(0.0, b * b - 4 * a * c));
    double const p2 = std::clamp(2 * c / (-b + root), 0.0, 1.0);
    double const p1 = std::clamp(ratio * p2, 0.0, 1.0);
    double const variance =
        (p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2) * n / std::max(1.0, n - 1);
    double const gap = first.value() - ratio * second.value();
    if (variance <= 0)
        return gap == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), gap);
    return gap / std::sqrt(variance);
}

// The ratio at which the falling score reaches `goal`, sought on a logarithmic scale.
double ratio_where(Share first, Share second, double goal) {
    double low = -std::log(kRatioMax), high = std::log(kRatioMax);
    for (int i = 0; i < kBisections; ++i) {
        double const middle = (low + high) / 2;
        (ratio_score(first, second, std::exp(middle)) > goal ? low : high) = middle;
    }
    return std::exp((low + high) / 2);
}

bool is_small(Share first, Share second) {
    if (std::min(first.count, second.count) < kExactBelowCases)
        return true;
    double const hits = as_double(first.hits + second.hits);
    double const n = as_double(first.count + second.count);
    double const smaller = as_double(std::min(first.count, second.count));
    return smaller * std::min(hits, n - hits) / n < kExactBelowExpected;
}

} // namespace

std::optional<Estimate> difference_of(Share first, Share second, double confidence) {
    if (first.count == 0 || second.count == 0)
        return std::nullopt;
    auto const p1 = first.value(), p2 = second.value();
    auto const one = learn::wilson_interval(first, confidence);
    auto const two = learn::wilson_interval(second, confidence);
    return difference_of(Estimate{p1, one.lower, one.upper}, Estimate{p2, two.lower, two.upper});
}

Estimate difference_of(Estimate const& first, Estimate const& second) {
    auto const value = first.value - second.value;
    return {value, value - std::hypot(first.value - first.lower, second.upper - second.value),
            value + std::hypot(first.upper - first.value, second.value - second.lower)};
}

std::optional<RatioEstimate> ratio_of(Share first, Share second, double confidence) {
    if (first.count == 0 || second.count == 0 || second.hits == 0)
        return std::nullopt;
    auto const z = learn::normal_quantile((1 + confidence) / 2);
    RatioEstimate ratio{first.value() / second.value(), 0, std::nullopt};
    if (first.hits > 0)
        ratio.lower = std::min(ratio_where(first, second, z), ratio.value);
    auto const upper = std::max(ratio_where(first, second, -z), ratio.value);
    if (upper < kRatioMax / 2)
        ratio.upper = upper;
    return ratio;
}

double fisher_exact_p(Share first, Share second) {
    ASSERT(first.hits <= first.count && second.hits <= second.count);
    auto const hits = first.hits + second.hits, n = first.count + second.count;
    auto const least = hits > second.count ? hits - second.count : 0;
    auto const most = std::min(hits, first.count);
    double const whole = log_choose(as_double(n), as_double(hits));
    auto const probability = [&](std::uint64_t x) {
        return std::exp(log_choose(as_double(first.count), as_double(x)) +
                        log_choose(as_double(second.count), as_double(hits - x)) - whole);
    };
    double const bound = probability(first.hits) * kSameProbability;
    double p = 0;
    for (auto x = least; x <= most; ++x)
        if (auto const one = probability(x); one <= bound)
            p += one;
    return std::min(1.0, p);
}

double score_test_p(Share first, Share second) {
    double const n1 = as_double(first.count), n2 = as_double(second.count);
    double const pooled = as_double(first.hits + second.hits) / (n1 + n2);
    double const variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
    return variance <= 0
               ? 1
               : two_sided_normal_p((first.value() - second.value()) / std::sqrt(variance));
}

std::optional<SharesTest> test_of(Share first, Share second) {
    if (first.count == 0 || second.count == 0)
        return std::nullopt;
    if (is_small(first, second))
        return SharesTest{fisher_exact_p(first, second), true};
    return SharesTest{score_test_p(first, second), false};
}

std::vector<double> holm_adjusted(std::span<double const> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.size());
    double highest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        auto const left = as_double(p.size() - rank);
        highest = std::max(highest, std::min(1.0, left * p[order[rank]]));
        adjusted[order[rank]] = highest;
    }
    return adjusted;
}

} // namespace leitstand::fairness
