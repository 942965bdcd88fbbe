// SPDX-License-Identifier: EUPL-1.2
// The subcommands of `leitstand govern` and where their words are put: each area adds a line here
// and a file govern_AREA.cpp. Threads: the main thread.
#pragma once

#include "commands.hpp"

namespace CLI {
class App;
}

namespace leitstand::app {

struct GovernModeArguments {
    fs::path home;
    std::string function;
    std::string mode;    // empty: the present one is printed
    std::string reason;  // of a change
    std::string account; // the name of who changes it; empty: the operator, who may only stop
    bool json = false;
};
int run_govern_mode(GovernModeArguments const& arguments);

struct GovernArguments {
    GovernModeArguments mode;
};

// `arguments` and `code` must outlive the parsing; `code` becomes the exit code of what was run.
void add_govern(CLI::App& program, GovernArguments& arguments, int& code);

} // namespace leitstand::app
