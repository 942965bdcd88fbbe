// SPDX-License-Identifier: EUPL-1.2
#include "learn/intervals.hpp"

#include <cmath>

#include "base/assert.hpp"
#include "learn/detail/draws.hpp"

namespace leitstand::learn {

namespace {

constexpr int kFractionTerms = 10'000; // about sqrt(a + b) are needed near the mean
constexpr double kFractionPrecision = 1e-15;
constexpr int kBisections = 100; // more than a double has bits
constexpr double kTiny = 1e-300;

// lgamma without its global sign: arguments are positive.
double log_gamma(double value) {
    int sign = 0;
    return ::lgamma_r(value, &sign);
}

// The continued fraction of DLMF 8.17.22 by Lentz's method in Thompson and Barnett's form.
double beta_fraction(double a, double b, double x) {
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (std::abs(d) < kTiny ? kTiny : d);
    double value = d;
    auto const step = [&](double numerator) {
        d = 1 + numerator * d;
        d = 1 / (std::abs(d) < kTiny ? kTiny : d);
        c = 1 + numerator / c;
        c = std::abs(c) < kTiny ? kTiny : c;
        value *= d * c;
        return std::abs(d * c - 1) < kFractionPrecision;
    };
    for (int m = 1; m <= kFractionTerms; ++m) {
        double const twice = 2.0 * m;
        step(m * (b - m) * x / ((a + twice - 1) * (a + twice)));
        if (step(-(a + m) * (a + b + m) * x / ((a + twice) * (a + twice + 1))))
            break;
    }
    return value;
}

// The x at which the rising `function` reaches `goal`.
template <typename Rising>
double reaches(double low, double high, double goal, Rising const& function) {
    for (int i = 0; i < kBisections; ++i) {
        double const middle = (low + high) / 2;
        (function(middle) < goal ? low : high) = middle;
    }
    return (low + high) / 2;
}

double beta_quantile(double p, double a, double b) {
    return reaches(0, 1, p, [&](double x) { return regularised_incomplete_beta(a, b, x); });
}

std::vector<std::uint32_t> draw(Draws& draws, std::size_t items) {
    std::vector<std::uint32_t> drawn(items);
    for (auto& item : drawn)
        item = draws.below(items);
    return drawn;
}

} // namespace

double regularised_incomplete_beta(double a, double b, double x) {
    ASSERT(a > 0 && b > 0);
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    double const front = std::exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) +
                                  b * std::log1p(-x));
    // The fraction converges fast on this side of the mean; the other side follows by symmetry.
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double binomial_at_most(std::uint64_t hits, std::uint64_t count, double p) {
    if (hits >= count)
        return 1;
    return regularised_incomplete_beta(static_cast<double>(count - hits),
                                       static_cast<double>(hits) + 1, 1 - p);
}

double normal_quantile(double p) {
    ASSERT(p > 0 && p < 1);
    return reaches(-40, 40, p, [](double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; });
}

Interval wilson_interval(Share share, double confidence) {
    ASSERT(share.hits <= share.count);
    if (share.count == 0)
        return {};
    double const z = normal_quantile((1 + confidence) / 2);
    double const n = static_cast<double>(share.count), p = share.value();
    double const middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double const half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return {share.hits == 0 ? 0 : middle - half, share.hits == share.count ? 1 : middle + half};
}

Interval clopper_pearson_interval(Share share, double confidence) {
    ASSERT(share.hits <= share.count);
    double const hits = static_cast<double>(share.hits);
    double const misses = static_cast<double>(share.count - share.hits);
    double const tail = (1 - confidence) / 2;
    return {share.hits == 0 ? 0 : beta_quantile(tail, hits, misses + 1),
            share.hits == share.count ? 1 : beta_quantile(1 - tail, hits + 1, misses)};
}

double clopper_pearson_upper(Share share, double confidence) {
    ASSERT(share.hits <= share.count);
    if (share.hits == share.count)
        return 1;
    return beta_quantile(confidence, static_cast<double>(share.hits) + 1,
                         static_cast<double>(share.count - share.hits));
}

Interval bootstrap_interval(std::size_t items, Figure const& figure, BootstrapOptions options) {
    if (items == 0 || options.rounds == 0)
        return {};
    Draws draws{options.seed};
    std::vector<double> values;
    for (std::size_t round = 0; round < options.rounds; ++round)
        values.push_back(figure(draw(draws, items)));
    return middle_of(std::move(values), options.confidence);
}

PairedDifference paired_bootstrap(std::size_t items, Figure const& ours, Figure const& other,
                                  BootstrapOptions options) {
    if (items == 0 || options.rounds == 0)
        return {0, {-1, 1}, 1};
    std::vector<std::uint32_t> everything(items);
    for (std::uint32_t item = 0; item < items; ++item)
        everything[item] = item;
    PairedDifference paired;
    paired.difference = ours(everything) - other(everything);
    Draws draws{options.seed};
    std::vector<double> values;
    std::size_t not_better = 0;
    for (std::size_t round = 0; round < options.rounds; ++round) {
        auto const drawn = draw(draws, items);
        values.push_back(ours(drawn) - other(drawn));
        not_better += values.back() <= 0 ? 1 : 0;
    }
    paired.interval = middle_of(std::move(values), options.confidence);
    paired.share_not_better = static_cast<double>(not_better) / static_cast<double>(options.rounds);
    return paired;
}

} // namespace leitstand::learn
