// SPDX-License-Identifier: EUPL-1.2
// Lists of tasks in and out as TOML, for authorities that bring their own. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/guideline.hpp"

namespace leitstand {

// A list of tasks as it stands in a file of govern/tasks, checked against the phases of a
// guideline; every fault is added with its line. Empty where the bytes are no TOML.
std::vector<Task> parse_task_list(std::string_view toml, std::string const& file,
                                  Guideline const& guideline, std::vector<Problem>& problems);
// The same file for a list, each task behind an empty line.
std::string print_task_list(std::vector<Task> const& tasks);

} // namespace leitstand
