// SPDX-License-Identifier: EUPL-1.2
// Shared by the tests of law: the shipped rules, and tables of cases.
#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"

namespace leitstand::test {

inline Catalogue const& catalogue() {
    static auto const loaded =
        Catalogue::load(std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de");
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().describe());
    return **loaded;
}

inline LegalRules const& rules() {
    return catalogue().legal;
}

// The cells of one line; "-" is an empty one.
struct Row {
    std::string where; // for messages
    std::vector<std::string> cells;
};

inline std::vector<Row> table(std::string const& name, std::size_t columns) {
    std::ifstream file(std::string(LEITSTAND_SOURCE_DIR) + "/tests/law/" + name);
    std::vector<Row> rows;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line[0] == '#')
            continue;
        Row row{name + ":" + std::to_string(number), {}};
        std::stringstream stream(line);
        for (std::string cell; std::getline(stream, cell, '\t');)
            row.cells.push_back(cell == "-" ? "" : cell);
        EXPECT_EQ(row.cells.size(), columns) << row.where;
        row.cells.resize(columns);
        rows.push_back(std::move(row));
    }
    EXPECT_FALSE(rows.empty()) << name;
    return rows;
}

inline Date day(std::string const& text) {
    auto const date = parse_iso_date(text);
    EXPECT_TRUE(date.has_value()) << text;
    return date.value_or(Date{});
}

} // namespace leitstand::test
