// SPDX-License-Identifier: EUPL-1.2
// Tables as CSV, on any bytes: the reader never crashes, every row of a table that is taken has as
// many fields as columns, and what is written from a table reads as the same table.
#include <cstdint>
#include <cstdlib>

#include "text/csv.hpp"

namespace {

using namespace leitstand::text;

void must(bool holds) {
    if (!holds)
        std::abort();
}

std::string line_of(std::vector<std::string> const& fields) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i)
        line += (i == 0 ? "" : ",") + csv_field(fields[i]);
    return line + "\r\n";
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const table = parse_csv({reinterpret_cast<char const*>(data), size});
    if (!table || table->columns.size() < 2) // a lone column has no comma to be known by
        return 0;
    std::string written = line_of(table->columns);
    for (auto const& row : table->rows) {
        must(row.size() == table->columns.size());
        written += line_of(row);
    }
    // Separators in the names of columns may outvote the comma only where they stand unquoted.
    if (csv_separator(written) != ',' || csv_begin(written) != 0)
        return 0;
    auto const again = parse_csv(written, {written.size(), 100'000});
    must(again && again->columns == table->columns && again->rows == table->rows);
    return 0;
}
