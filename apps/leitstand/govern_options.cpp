// SPDX-License-Identifier: EUPL-1.2
// The words of `leitstand govern …`: wiring only.
#include "govern_options.hpp"

#include <CLI/CLI.hpp>

namespace leitstand::app {

namespace {

void add_govern_mode(CLI::App& govern, GovernModeArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand(
        "mode", "Says in which mode a function runs, or changes it by one step");
    command.footer("Examples:\n  leitstand govern mode sort --home DIR\n  leitstand govern mode "
                   "sort off --home DIR --reason 'Störung am 3. Dezember'\n  leitstand govern mode "
                   "sort shadow --home DIR --as verwaltung --reason 'Beschluss vom 4. Dezember'\n"
                   "Whoever works at the machine may stop a function; switching one on needs an "
                   "account with the right to do so.");
    command.add_option("--home", arguments.home, "The data folder")
        ->envname("LEITSTAND_HOME")
        ->required();
    command.add_option("function", arguments.function, "The key of the function, such as sort")
        ->required();
    command.add_option("mode", arguments.mode, "off, shadow, assist or act");
    command.add_option("--reason", arguments.reason, "Why; it stands in the log");
    command.add_option("--as", arguments.account, "The name of the account that changes the mode");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_govern_mode(arguments); });
}

} // namespace

void add_govern(CLI::App& program, GovernArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "govern", "What the guidelines ask of a function: gates, mode, measurements");
    command.require_subcommand(1);
    add_govern_mode(command, arguments.mode, code);
}

} // namespace leitstand::app
