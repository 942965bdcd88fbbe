// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/power.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"

namespace leitstand::fairness {

namespace {

constexpr double kSignificance = 0.05;
constexpr int kBisections = 50;
constexpr double kCasesMax = 1e12;

struct Deviates { // of the normal distribution
    double significance, power;
};

Deviates deviates_for(double power) {
    return {learn::normal_quantile(1 - kSignificance / 2), learn::normal_quantile(power)};
}

// Both groups' numbers of cases may be fractions: the search is for a bound.
bool shows(double cases, double p1, double reference_cases, double p2, Deviates const& z) {
    double const pooled = (cases * p1 + reference_cases * p2) / (cases + reference_cases);
    double const by_chance = pooled * (1 - pooled) * (1 / cases + 1 / reference_cases);
    double const as_it_is = p1 * (1 - p1) / cases + p2 * (1 - p2) / reference_cases;
    return std::abs(p1 - p2) >=
           z.significance * std::sqrt(by_chance) + z.power * std::sqrt(as_it_is);
}

// On both sides of the reference's share, as far as they exist.
bool shows_gap(double cases, double gap, double reference_cases, double p, Deviates const& z) {
    bool const above = p + gap <= 1, below = p - gap >= 0;
    return (above || below) && (!above || shows(cases, p + gap, reference_cases, p, z)) &&
           (!below || shows(cases, p - gap, reference_cases, p, z));
}

} // namespace

double smallest_detectable_gap(std::uint64_t cases, learn::Share reference, double power) {
    ASSERT(cases > 0 && reference.count > 0);
    auto const z = deviates_for(power);
    double const p = reference.value(), n = static_cast<double>(cases);
    double low = 0, high = std::max(p, 1 - p);
    if (!shows_gap(n, high, static_cast<double>(reference.count), p, z))
        return 1;
    for (int i = 0; i < kBisections; ++i) {
        double const middle = (low + high) / 2;
        (shows_gap(n, middle, static_cast<double>(reference.count), p, z) ? high : low) = middle;
    }
    return high;
}

std::uint64_t cases_needed(double gap, learn::Share reference, double power) {
    ASSERT(gap > 0 && gap < 1 && reference.count > 0);
    auto const z = deviates_for(power);
    double const p = reference.value();
    double const side = std::min(gap, std::max(p, 1 - p)); // a share cannot be further away
    auto const enough = [&](double cases) {
        return shows_gap(cases, side, std::max(cases, static_cast<double>(reference.count)), p, z);
    };
    double low = 0, high = 1;
    while (!enough(high) && high < kCasesMax)
        low = high, high *= 2;
    for (int i = 0; i < kBisections && high - low > 0.5; ++i) {
        double const middle = (low + high) / 2;
        (enough(middle) ? high : low) = middle;
    }
    return static_cast<std::uint64_t>(std::ceil(high));
}

} // namespace leitstand::fairness
