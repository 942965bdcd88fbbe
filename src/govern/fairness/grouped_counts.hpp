// SPDX-License-Identifier: EUPL-1.2
// Counts the rows of a decision table by the values of its grouping columns, every combination
// apart; the figures of groups and intersections are sums of these cells. One row costs one look-up
// a column, so a table of any length fits into little memory. An empty value, or one named as
// missing, is a group of its own: number 0. Threads: one writer; merge() joins those of several.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "govern/fairness/decision_counts.hpp"
#include "govern/fairness/value_numbers.hpp"

namespace leitstand::fairness {

inline constexpr std::size_t kGroupColumnsMax = 12;  // docs/limits.md
inline constexpr std::size_t kGroupValuesMax = 1000; // of one column
inline constexpr std::size_t kCellsMax = 1'000'000;  // combinations that occur
inline constexpr std::size_t kGroupValueBytesMax = 200;

__extension__ using CellKey = unsigned __int128; // ten bits a column, the first one lowest

struct Cell {
    CellKey key = 0;
    DecisionCounts counts;
    std::vector<double> seconds; // time to answer of each row that names one
};

// The number of the value of `column` in a cell's key.
constexpr std::uint32_t value_in(CellKey key, std::size_t column) {
    return static_cast<std::uint32_t>(key >> (10 * column) & 0x3FF);
}

class GroupedCounts {
  public:
    // `missing`: values that count as missing beside the empty one.
    // columns.size() is 1 to kGroupColumnsMax.
    explicit GroupedCounts(std::vector<std::string> columns, std::vector<std::string> missing = {});

    // One value a column. Errors: too_large "fairness.too_many_values" (the detail names the
    // column), "fairness.too_many_cells", "fairness.value_too_long"; bad_input "csv.not_utf8".
    Result<void> add(std::span<std::string_view const> values, Outcome outcome,
                     std::optional<double> seconds = std::nullopt, std::uint64_t rows = 1);
    // Errors as add(); the columns must be the same.
    Result<void> merge(GroupedCounts const& other);

    std::vector<std::string> const& columns() const { return columns_; }
    std::size_t values(std::size_t column) const { return numbers_[column].size(); }
    // Nothing: the missing value.
    std::optional<std::string> value(std::size_t column, std::uint32_t number) const;
    std::vector<Cell> const& cells() const { return cells_; }

  private:
    Result<std::uint32_t> new_number(std::size_t column, std::string_view value);
    Result<Cell*> cell_of(CellKey key);
    void grow();

    std::vector<std::string> columns_, missing_;
    std::vector<ValueNumbers> numbers_;
    std::vector<Cell> cells_;
    std::vector<std::uint32_t> slots_; // of cells by the hash of their key; kNoCell: free
};

} // namespace leitstand::fairness
