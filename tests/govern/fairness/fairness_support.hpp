// SPDX-License-Identifier: EUPL-1.2
// Tables for the tests of fairness: written as CSV and read by the same way as any other.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "govern/fairness/decision_table.hpp"
#include "govern/fairness/fairness_report.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand::fairness::test {

struct ConfusionRow { // of one group
    std::string group;
    std::uint64_t tn = 0, fp = 0, fn = 0, tp = 0;
};

// A table with the columns group, label, decision.
inline std::string table_of(std::vector<ConfusionRow> const& rows) {
    std::string csv = "group,label,decision\n";
    for (auto const& row : rows) {
        auto const repeat = [&](std::uint64_t count, char const* tail) {
            for (std::uint64_t i = 0; i < count; ++i)
                csv += row.group + tail;
        };
        repeat(row.tn, ",0,0\n");
        repeat(row.fp, ",0,1\n");
        repeat(row.fn, ",1,0\n");
        repeat(row.tp, ",1,1\n");
    }
    return csv;
}

class TableOnDisk {
  public:
    explicit TableOnDisk(std::string const& bytes) {
        std::ofstream{path(), std::ios::binary} << bytes;
    }
    std::filesystem::path path() const { return folder_ / "table.csv"; }

  private:
    TemporaryFolder folder_;
};

inline DecisionTable plain_table() {
    DecisionTable table;
    table.groups = {"group"};
    table.label = "label";
    table.decision = "decision";
    return table;
}

inline FairnessReport report_of(std::string const& csv, DecisionTable const& table = plain_table(),
                                FairnessOptions const& options = {}) {
    TableOnDisk const file{csv};
    auto const counted = count_table(file.path(), table);
    EXPECT_TRUE(counted) << counted.error().describe();
    auto report = report_fairness(counted->counts, options);
    EXPECT_TRUE(report) << report.error().describe();
    return std::move(*report);
}

inline GroupReport const& group_of(FairnessReport const& report, std::vector<GroupValue> values) {
    for (auto const& group : report.groups)
        if (group.group == values)
            return group;
    ADD_FAILURE() << "no such group";
    return report.overall;
}

inline GroupReport const& group_of(FairnessReport const& report, std::string const& value) {
    return group_of(report, std::vector<GroupValue>{{report.columns.front(), value}});
}

inline FairnessOptions against(std::string const& column, std::string const& value) {
    FairnessOptions options;
    options.reference = {{column, value}};
    return options;
}

} // namespace leitstand::fairness::test
