// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/letter_shares.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/assert.hpp"
#include "learn/intervals.hpp"

namespace leitstand {

namespace {

constexpr double kConfidence = 0.95;
constexpr std::size_t kHittingLettersMin = 10; // fewer say nothing of how letters vary

struct Sums {
    double hits = 0, count = 0, letters = 0;
    double share() const { return count == 0 ? 0 : hits / count; }
    bool varies() const { return hits > 0 && hits < count; }
};

Sums sums_of(std::span<OfLetter const> letters) {
    Sums sums;
    for (auto const& letter : letters) {
        sums.hits += static_cast<double>(letter.hits);
        sums.count += static_cast<double>(letter.count);
        sums.letters += letter.count > 0;
    }
    return sums;
}

// How far a letter's hits are from what the share of all lets one expect.
double residual(OfLetter const& letter, double share) {
    return static_cast<double>(letter.hits) - share * static_cast<double>(letter.count);
}

// Wilson's interval of a count that need not be whole.
fairness::Estimate wilson(double share, double count) {
    auto const z = learn::normal_quantile(1 - (1 - kConfidence) / 2);
    auto const centre = share + z * z / (2 * count);
    auto const half = z * std::sqrt(share * (1 - share) / count + z * z / (4 * count * count));
    auto const scale = 1 + z * z / count;
    return {share, std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

double correlation(std::span<OfLetter const> first, std::span<OfLetter const> second) {
    auto const one = sums_of(first).share(), other = sums_of(second).share();
    double both = 0, of_one = 0, of_other = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        auto const e = residual(first[i], one), f = residual(second[i], other);
        both += e * f;
        of_one += e * e;
        of_other += f * f;
    }
    return of_one == 0 || of_other == 0 ? 0 : both / std::sqrt(of_one * of_other);
}

} // namespace

double independent_count(std::span<OfLetter const> letters) {
    auto const sums = sums_of(letters);
    if (!sums.varies() || sums.letters < 2)
        return sums.letters;
    auto const share = sums.share();
    double squares = 0;
    for (auto const& letter : letters)
        squares += residual(letter, share) * residual(letter, share);
    // Variance of the share between letters, by that of as many independent things.
    auto const variance = squares * sums.letters / (sums.letters - 1) / (sums.count * sums.count);
    auto const effect = variance / (share * (1 - share) / sums.count);
    auto const count = sums.count / std::max(1.0, effect);
    auto const hitting = std::ranges::count_if(letters, [](auto const& of) { return of.hits > 0; });
    auto const missing =
        std::ranges::count_if(letters, [](auto const& of) { return of.hits < of.count; });
    bool const enough = std::cmp_less_equal(kHittingLettersMin, std::min(hitting, missing));
    return enough ? count : std::min(count, sums.letters);
}

fairness::Estimate share_by_letter(std::span<OfLetter const> letters) {
    auto const count = independent_count(letters);
    return count == 0 ? fairness::Estimate{} : wilson(sums_of(letters).share(), count);
}

double upper_by_letter(std::span<OfLetter const> letters, double confidence) {
    auto const count = independent_count(letters);
    auto const hits = sums_of(letters).share() * count;
    if (count == 0 || hits >= count)
        return 1;
    double below = 0, above = 1; // the share at which so few hits have probability 1 - confidence
    for (int step = 0; step < 60; ++step) {
        auto const middle = (below + above) / 2;
        auto const less =
            learn::regularised_incomplete_beta(hits + 1, count - hits, middle) < confidence;
        (less ? below : above) = middle;
    }
    return above;
}

fairness::Estimate difference_by_letter(std::span<OfLetter const> first,
                                        std::span<OfLetter const> second) {
    ASSERT(first.size() == second.size());
    std::vector<OfLetter> one, other;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (first[i].count > 0 && second[i].count > 0) {
            one.push_back(first[i]);
            other.push_back(second[i]);
        }
    if (one.empty())
        return {0, -1, 1};
    auto const a = share_by_letter(one), b = share_by_letter(other);
    auto const r = correlation(one, other);
    auto const apart = [&](double of_a, double of_b) {
        return std::sqrt(std::max(0.0, of_a * of_a - 2 * r * of_a * of_b + of_b * of_b));
    };
    auto const difference = a.value - b.value;
    return {difference, difference - apart(a.value - a.lower, b.upper - b.value),
            difference + apart(a.upper - a.value, b.value - b.lower)};
}

} // namespace leitstand
