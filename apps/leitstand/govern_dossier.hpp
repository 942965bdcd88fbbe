// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern dossier` and `leitstand govern tasks`. Threads: the main thread.
#pragma once

#include "commands.hpp"

namespace CLI {
class App;
}

namespace leitstand::app {

struct GovernDossierArguments {
    fs::path home, file, out; // out: standard output if empty
    std::string function, account;
    bool json = false;
};
struct GovernTasksArguments {
    fs::path catalogue, file, out;
    bool csv = false;
};

int run_dossier_export(GovernDossierArguments const& arguments);
int run_dossier_import(GovernDossierArguments const& arguments);
int run_tasks_export(GovernTasksArguments const& arguments);
int run_tasks_import(GovernTasksArguments const& arguments);

// What both need is kept by whoever parses the command line.
void add_govern_dossier(CLI::App& govern, GovernDossierArguments& arguments, int& code);
void add_govern_tasks(CLI::App& govern, GovernTasksArguments& arguments, int& code);

} // namespace leitstand::app
