// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/grouped_counts.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "text/csv.hpp"

namespace leitstand::fairness {

namespace {

constexpr std::uint32_t kNoCell = ~0u;
constexpr std::size_t kFirstSlots = 256; // a power of two

std::uint64_t hash_of(CellKey key) {
    return mixed(static_cast<std::uint64_t>(key) ^ mixed(static_cast<std::uint64_t>(key >> 64)));
}

} // namespace

GroupedCounts::GroupedCounts(std::vector<std::string> columns, std::vector<std::string> missing)
    : columns_(std::move(columns)), missing_(std::move(missing)), numbers_(columns_.size()),
      slots_(kFirstSlots, kNoCell) {
    ASSERT(!columns_.empty() && columns_.size() <= kGroupColumnsMax);
    for (auto& numbers : numbers_)
        numbers.add("", 0);
}

Result<std::uint32_t> GroupedCounts::new_number(std::size_t column, std::string_view value) {
    auto& numbers = numbers_[column];
    if (value.find_first_not_of(' ') == std::string_view::npos ||
        std::find(missing_.begin(), missing_.end(), value) != missing_.end()) {
        numbers.add(value, 0);
        return 0;
    }
    if (value.size() > kGroupValueBytesMax)
        return fail(Code::too_large, "fairness.value_too_long",
                    fmt::format("{}: {} bytes", columns_[column], value.size()));
    if (!text::is_utf8(value))
        return fail(Code::bad_input, "csv.not_utf8", columns_[column]);
    if (numbers.size() > kGroupValuesMax)
        return fail(Code::too_large, "fairness.too_many_values",
                    fmt::format("{}: > {}", columns_[column], kGroupValuesMax));
    auto const number = numbers.size();
    numbers.add(value, number);
    return number;
}

void GroupedCounts::grow() {
    slots_.assign(slots_.size() * 2, kNoCell);
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        auto slot = hash_of(cells_[i].key) & (slots_.size() - 1);
        while (slots_[slot] != kNoCell)
            slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = static_cast<std::uint32_t>(i);
    }
}

Result<Cell*> GroupedCounts::cell_of(CellKey key) {
    for (auto slot = hash_of(key) & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
        if (slots_[slot] == kNoCell)
            break;
        if (cells_[slots_[slot]].key == key)
            return &cells_[slots_[slot]];
    }
    if (cells_.size() == kCellsMax)
        return fail(Code::too_large, "fairness.too_many_cells", fmt::format("> {}", kCellsMax));
    cells_.push_back({.key = key, .counts = {}, .seconds = {}});
    if (cells_.size() * 2 > slots_.size()) {
        grow();
        return &cells_.back();
    }
    auto slot = hash_of(key) & (slots_.size() - 1);
    while (slots_[slot] != kNoCell)
        slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(cells_.size() - 1);
    return &cells_.back();
}

Result<void> GroupedCounts::add(std::span<std::string_view const> values, Outcome outcome,
                                std::optional<double> seconds, std::uint64_t rows) {
    ASSERT(values.size() == columns_.size());
    CellKey key = 0;
    for (std::size_t column = 0; column < values.size(); ++column) {
        auto number = numbers_[column].find(values[column]);
        if (number == ValueNumbers::kUnknown) [[unlikely]]
            number = TRY(new_number(column, values[column]));
        key |= static_cast<CellKey>(number) << (10 * column);
    }
    auto* const cell = TRY(cell_of(key));
    cell->counts.add(outcome, rows);
    if (seconds)
        cell->seconds.insert(cell->seconds.end(), rows, *seconds);
    return {};
}

Result<void> GroupedCounts::merge(GroupedCounts const& other) {
    ASSERT(columns_ == other.columns_);
    std::vector<std::vector<std::uint32_t>> numbers(columns_.size());
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        numbers[column].assign(other.numbers_[column].size(), 0);
        for (auto const& entry : other.numbers_[column].entries())
            if (entry.number != 0) {
                auto const known = numbers_[column].find(entry.text);
                numbers[column][entry.number] =
                    known != ValueNumbers::kUnknown ? known : TRY(new_number(column, entry.text));
            }
    }
    for (auto const& theirs : other.cells_) {
        CellKey key = 0;
        for (std::size_t column = 0; column < columns_.size(); ++column)
            key |= static_cast<CellKey>(numbers[column][value_in(theirs.key, column)])
                   << (10 * column);
        auto* const cell = TRY(cell_of(key));
        cell->counts += theirs.counts;
        cell->seconds.insert(cell->seconds.end(), theirs.seconds.begin(), theirs.seconds.end());
    }
    return {};
}

std::optional<std::string> GroupedCounts::value(std::size_t column, std::uint32_t number) const {
    if (number == 0)
        return std::nullopt;
    auto const* const text = numbers_[column].text(number);
    ASSERT(text != nullptr);
    return *text;
}

} // namespace leitstand::fairness
