// SPDX-License-Identifier: EUPL-1.2
// Choosing between a simpler and a richer calibration by what they say of rows that they were not
// fitted on. Rows of one group (one writer, near copies) are held aside together and count as one
// observation. Private to learn/. Threads: any.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
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

// Deals whole groups out to `parts` parts, in an order that has nothing to do with their numbers:
// the part of each row.
inline std::vector<std::uint32_t> deal_groups(std::span<std::uint32_t const> groups,
                                              std::size_t parts) {
    std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> part_of;
    for (auto const group : groups)
        part_of[{scattered(group), group}] = 0;
    std::uint32_t next = 0;
    for (auto& [group, part] : part_of)
        part = next++ % static_cast<std::uint32_t>(parts);
    std::vector<std::uint32_t> parts_of_rows;
    for (auto const group : groups)
        parts_of_rows.push_back(part_of.at({scattered(group), group}));
    return parts_of_rows;
}

// The rows that a calibration is fitted on, and which fold each is in.
class HeldAside {
  public:
    // `groups`: a number for each row of the table, or empty where each row stands for itself.
    HeldAside(RowNumbers rows, std::span<std::uint32_t const> groups) : rows_(std::move(rows)) {
        for (auto const row : rows_)
            groups_.push_back(groups.empty() ? row : groups[row]);
        folds_ = deal_groups(groups_, kCalibrationFolds);
    }

    RowNumbers const& rows() const { return rows_; }
    // Whether there is enough to choose by: rows, and groups for every fold.
    bool suffices() const {
        return rows_.size() >= kChoiceRowsMin &&
               std::find(folds_.begin(), folds_.end(), kCalibrationFolds - 1) != folds_.end();
    }
    RowNumbers outside(std::size_t fold) const {
        RowNumbers rows;
        for (std::size_t i = 0; i < rows_.size(); ++i)
            if (folds_[i] != fold)
                rows.push_back(rows_[i]);
        return rows;
    }

    // One calibration for each fold, fitted on the rows outside it.
    template <typename Fit>
    auto fit_folds(Fit const& fit) const {
        std::vector<decltype(fit(RowNumbers{}))> fitted;
        for (std::size_t fold = 0; fold < kCalibrationFolds; ++fold)
            fitted.push_back(fit(outside(fold)));
        return fitted;
    }

    // The loss of each row under the calibration that was fitted without it.
    template <typename Calibration, typename Loss>
    std::vector<double> losses(std::vector<Calibration> const& by_fold, Loss const& loss) const {
        std::vector<double> losses;
        for (std::size_t i = 0; i < rows_.size(); ++i)
            losses.push_back(loss(by_fold[folds_[i]], rows_[i]));
        return losses;
    }

    // The richer form must gain more than the standard error of its gain, groups taken as
    // independent of each other.
    bool earns_its_place(std::span<double const> richer, std::span<double const> simpler) const {
        double gain = 0;
        for (std::size_t i = 0; i < rows_.size(); ++i)
            gain += simpler[i] - richer[i];
        auto const mean_gain = gain / static_cast<double>(rows_.size());
        std::map<std::uint32_t, double> surplus; // of each group
        for (std::size_t i = 0; i < rows_.size(); ++i)
            surplus[groups_[i]] += simpler[i] - richer[i] - mean_gain;
        double squares = 0;
        for (auto const& [group, value] : surplus)
            squares += value * value;
        return gain > std::sqrt(squares);
    }

  private:
    RowNumbers rows_;
    std::vector<std::uint32_t> groups_, folds_; // of each of `rows_`
};

inline double mean(std::span<double const> values) {
    double sum = 0;
    for (auto const value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

} // namespace leitstand::learn
