// SPDX-License-Identifier: EUPL-1.2
// Rows of (column, value) one behind the other: what a text is to a linear learner. Threads:
// plain values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace leitstand::learn {

struct SparseValue {
    std::uint32_t column = 0;
    float value = 0;
};

struct SparseMatrix {
    std::vector<SparseValue> values;
    std::vector<std::size_t> starts{0}; // of each row, and the end of the last
    std::uint32_t columns = 0;

    std::size_t rows() const { return starts.size() - 1; }
    std::span<SparseValue const> row(std::size_t i) const {
        return {values.data() + starts[i], values.data() + starts[i + 1]};
    }
    void end_row() { starts.push_back(values.size()); }
};

} // namespace leitstand::learn
