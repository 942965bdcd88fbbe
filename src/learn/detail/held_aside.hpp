// SPDX-License-Identifier: EUPL-1.2
// Choosing between a simpler and a richer calibration by what they say of rows that they were not
// fitted on. Private to learn/. Threads: any.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leitstand::learn {

using RowNumbers = std::vector<std::uint32_t>;

inline constexpr std::size_t kCalibrationFolds = 5;
// With fewer rows the choice would be noise: the simplest form is taken.
inline constexpr std::size_t kChoiceRowsMin = 50;

// The finaliser of splitmix64: numbers near each other give numbers that are not.
inline std::uint64_t scattered(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

// Spreads neighbours, which are often alike, over the folds.
inline std::size_t fold_of(std::uint64_t row) {
    return scattered(row) % kCalibrationFolds;
}

inline RowNumbers all_rows(std::size_t count) {
    RowNumbers rows(count);
    for (std::uint32_t row = 0; row < count; ++row)
        rows[row] = row;
    return rows;
}

inline RowNumbers rows_outside(std::size_t fold, std::size_t count) {
    RowNumbers rows;
    for (std::uint32_t row = 0; row < count; ++row)
        if (fold_of(row) != fold)
            rows.push_back(row);
    return rows;
}

// One calibration for each fold, fitted on the rows outside it.
template <typename Fit>
auto fit_folds(std::size_t count, Fit const& fit) {
    std::vector<decltype(fit(RowNumbers{}))> fitted;
    for (std::size_t fold = 0; fold < kCalibrationFolds; ++fold)
        fitted.push_back(fit(rows_outside(fold, count)));
    return fitted;
}

// The loss of each row under the calibration that was fitted without it.
template <typename Calibration, typename Loss>
std::vector<double> held_aside_losses(std::size_t count, std::vector<Calibration> const& by_fold,
                                      Loss const& loss) {
    std::vector<double> losses(count);
    for (std::size_t row = 0; row < count; ++row)
        losses[row] = loss(by_fold[fold_of(row)], row);
    return losses;
}

inline double mean(std::span<double const> values) {
    double sum = 0;
    for (auto const value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

// The richer form must gain more than the standard error of its gain.
inline bool earns_its_place(std::span<double const> richer, std::span<double const> simpler) {
    std::vector<double> gain(simpler.size());
    for (std::size_t row = 0; row < gain.size(); ++row)
        gain[row] = simpler[row] - richer[row];
    auto const mean_gain = mean(gain);
    double squares = 0;
    for (auto const value : gain)
        squares += (value - mean_gain) * (value - mean_gain);
    return mean_gain > std::sqrt(squares) / static_cast<double>(gain.size());
}

} // namespace leitstand::learn
