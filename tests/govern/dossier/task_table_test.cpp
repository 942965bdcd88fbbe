// SPDX-License-Identifier: EUPL-1.2
// The list of tasks as a table: there and back, in German spreadsheets' form too, faults with the
// line of the table.
#include "govern/dossier/task_table.hpp"

#include <gtest/gtest.h>

#include "catalogue/task_list.hpp"
#include "govern/dossier/dossier_world.hpp"

namespace leitstand {
namespace {

Guideline const& guideline() {
    static auto const loaded = Guideline::load(shipped_catalogue()).value();
    return *loaded;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

TEST(TaskTable, ComesBackAsItWas) {
    auto const csv = print_task_table(guideline().tasks);
    auto const read = read_task_table(csv, "tasks.csv", guideline());
    for (auto const& problem : read.problems)
        ADD_FAILURE() << problem.line << ": " << problem.reason;
    ASSERT_EQ(read.tasks.size(), guideline().tasks.size());
    EXPECT_EQ(print_task_table(read.tasks), csv);
    EXPECT_EQ(print_task_list(read.tasks), print_task_list(guideline().tasks));
}

TEST(TaskTable, TheSameListComesOutOfToml) {
    std::vector<Problem> problems;
    auto const tasks =
        parse_task_list(print_task_list(guideline().tasks), "t.toml", guideline(), problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(print_task_table(tasks), print_task_table(guideline().tasks));
}

TEST(TaskTable, NoCellIsAFormulaAndAllComeBack) {
    auto tasks = guideline().tasks;
    tasks[0].name = "=HYPERLINK(\"http://x\")";
    tasks[0].goal = "'- Gruppen nennen";
    tasks[0].artefact = "@Liste";
    auto const csv = print_task_table(tasks);
    EXPECT_NE(csv.find("\"'=HYPERLINK(\"\"http://x\"\")\""), std::string::npos);
    EXPECT_NE(csv.find(",'@Liste,"), std::string::npos);
    auto const read = read_task_table(csv, "t.csv", guideline());
    EXPECT_TRUE(read.problems.empty());
    EXPECT_EQ(print_task_list(read.tasks), print_task_list(tasks));
}

TEST(TaskTable, SemicolonAndDecimalCommaAreRead) {
    auto const read = read_task_table(
        "key;phase;name;name_en;goal;steps;effort_days_least;effort_days_most;role;source\n"
        "haus_01;idea;Name;Name;Ziel;eins | zwei;0,5;1,5;governance;Haus\n",
        "t.csv", guideline());
    for (auto const& problem : read.problems)
        ADD_FAILURE() << problem.line << ": " << problem.reason;
    ASSERT_EQ(read.tasks.size(), 1U);
    EXPECT_EQ(read.tasks[0].steps.size(), 2U);
    EXPECT_DOUBLE_EQ(read.tasks[0].effort_days_most, 1.5);
}

struct BadTable {
    char const* from;
    char const* to;
    int line;
};

TEST(TaskTable, NamesEachFaultWithTheLineOfTheTable) {
    for (auto const& one : std::vector<BadTable>{
             {"idea_problem,idea,", "idea_problem,dream,", 2},
             {"idea_benefit_staff,idea", "idea_problem,idea", 3},
             {"0.5,2,governance", "viel,2,governance", 2},
             {"0.5,2,governance", "0.5,2,king", 2},
             {"A | B | C", "A | X", 2},
             {"effort_days_least", "effort", 1},
         }) {
        auto csv = print_task_table(guideline().tasks);
        replace(csv, one.from, one.to);
        auto const read = read_task_table(csv, "t.csv", guideline());
        ASSERT_FALSE(read.problems.empty()) << one.to;
        EXPECT_EQ(read.problems.front().line, one.line) << read.problems.front().reason;
    }
    EXPECT_FALSE(read_task_table("", "t.csv", guideline()).problems.empty());
    EXPECT_FALSE(read_task_table("key,phase\n\"a", "t.csv", guideline()).problems.empty());
}

TEST(TaskTable, SaysWhichShippedTasksAListLeavesOut) {
    auto own = guideline().tasks;
    EXPECT_TRUE(tasks_left_out(guideline(), own).empty());
    own[0].key = "haus_01";
    EXPECT_EQ(tasks_left_out(guideline(), own), std::vector<std::string>{"idea_problem"});
    own[0].stands_for = {"idea_problem"};
    EXPECT_TRUE(tasks_left_out(guideline(), own).empty());
}

} // namespace
} // namespace leitstand
