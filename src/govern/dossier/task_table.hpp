// SPDX-License-Identifier: EUPL-1.2
// The list of tasks as a table (CSV after RFC 4180, read by text/csv.hpp), so that an authority can
// work on it in a spreadsheet: a column for each member of a task, lists with " | " between their
// entries. Pure. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/guideline.hpp"

namespace leitstand {

std::string print_task_table(std::vector<Task> const& tasks);

struct ReadTasks {
    std::vector<Task> tasks;
    std::vector<Problem> problems; // with the line of the table
};
ReadTasks read_task_table(std::string_view csv, std::string const& file,
                          Guideline const& guideline);

// Which keys of shipped tasks a list neither has nor stands for: rules that name them would wait
// for ever.
std::vector<std::string> tasks_left_out(Guideline const& guideline, std::vector<Task> const& own);

} // namespace leitstand
