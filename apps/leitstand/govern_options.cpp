// SPDX-License-Identifier: EUPL-1.2
// The words of `leitstand govern …`: wiring only.
#include "govern_options.hpp"

#include <CLI/CLI.hpp>

#include "options.hpp"

namespace leitstand::app {

namespace {

void add_govern_gates(CLI::App& govern, GovernGatesArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand(
        "gates", "Lists the gates of a function's next step: state, proof, what is missing");
    command.footer("Example:\n  leitstand govern gates sort --home DIR\nEnds with 0 where all of "
                   "them are open, with 1 where one is closed.");
    add_home(command, arguments.home);
    command.add_option("function", arguments.function, "The key of the function, such as sort")
        ->required();
    command.add_flag("--json", arguments.json, "A JSON line for each gate");
    command.callback([&] { code = run_govern_gates(arguments); });
}

void add_govern_assess(CLI::App& govern, GovernAssessArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand(
        "assess", "Scores answers of the Canadian Algorithmic Impact Assessment");
    command.footer(
        "Examples:\n  leitstand govern assess --answers answers.json --json\n  leitstand "
        "govern assess --survey survey-enfr.json --answers answers.json\n"
        "Answers are a JSON object: question and chosen value, or a list of values.");
    command
        .add_option("--survey", arguments.survey,
                    "The published questionnaire instead of the questions of the catalogue")
        ->check(CLI::ExistingFile);
    command.add_option("--catalogue", arguments.catalogue,
                       "A catalogue instead of the built-in one");
    command.add_option("--answers", arguments.answers, "The answers")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_govern_assess(arguments); });
}

void add_govern_mode(CLI::App& govern, GovernModeArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand(
        "mode", "Says in which mode a function runs, or changes it by one step");
    command.footer("Examples:\n  leitstand govern mode sort --home DIR\n  leitstand govern mode "
                   "sort off --home DIR --reason 'Störung am 3. Dezember'\n  leitstand govern mode "
                   "sort shadow --home DIR --as verwaltung --reason 'Beschluss vom 4. Dezember'\n"
                   "Whoever works at the machine may stop a function; switching one on needs an "
                   "account with the right to do so.");
    add_home(command, arguments.home);
    command.add_option("function", arguments.function, "The key of the function, such as sort")
        ->required();
    command.add_option("mode", arguments.mode, "off, shadow, assist or act");
    command.add_option("--reason", arguments.reason, "Why; it stands in the log");
    command.add_option("--as", arguments.account, "The name of the account that changes the mode");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_govern_mode(arguments); });
}

void add_fairness_columns(CLI::App& command, GovernFairnessArguments& arguments) {
    command.add_option("table", arguments.table, "The table: CSV with a line of column names")
        ->required();
    command
        .add_option("--group", arguments.groups,
                    "Columns by which people are grouped, at most twelve, separated by commas")
        ->allow_extra_args(false)
        ->required();
    command.add_option("--label", arguments.label, "The column that says what is true")->required();
    command.add_option("--decision", arguments.decision, "The column that says what was decided");
    command.add_option("--score", arguments.score, "A column of numbers instead of decisions");
    command.add_option("--threshold", arguments.threshold, "A score from here on is positive");
    command.add_option("--abstention", arguments.abstention,
                       "The column that says that no decision was given");
    command.add_option("--seconds", arguments.seconds, "The column with the time to answer");
    command
        .add_option("--positive", arguments.positive,
                    "How a positive label is written; without it 1, true, yes, ja and the like")
        ->allow_extra_args(false);
    command
        .add_option("--positive-decision", arguments.positive_decision,
                    "How a positive decision is written")
        ->allow_extra_args(false);
    command
        .add_option("--missing", arguments.missing,
                    "A value that counts as missing, beside the empty one")
        ->allow_extra_args(false);
}

void add_govern_fairness(CLI::App& govern, GovernFairnessArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand(
        "fairness", "Says of a table of decisions whether groups of people are treated alike");
    command.footer(
        "Examples:\n  leitstand govern fairness table.csv --group race --label recid --score "
        "decile --threshold 5\n  leitstand govern fairness table.csv --group sex,age --label "
        "granted --positive ja --decision proposed --reference sex=m --json\n"
        "A group that is too small to show a gap of the tolerance is \"not assessable\".");
    add_fairness_columns(command, arguments);
    command
        .add_option("--reference", arguments.reference,
                    "The group that the others are compared with: VALUE or COLUMN=VALUE; "
                    "without it the largest of each column")
        ->allow_extra_args(false);
    command
        .add_option("--compare", arguments.compare,
                    "Rates that are compared and tested: selection_rate,fpr,fnr,precision")
        ->allow_extra_args(false);
    command
        .add_option("--depth", arguments.depth, "Intersections of up to so many grouping columns")
        ->default_val(2)
        ->check(CLI::Range(1, 12));
    command
        .add_option("--tolerance", arguments.tolerance,
                    "The gap that a group must be large enough to show, as a share")
        ->default_val(0.1);
    command.add_flag("--publish", arguments.publish,
                     "Holds back small groups and those that would betray them");
    command.add_option("--publish-min", arguments.publish_min, "Rows of a group that is not small")
        ->default_val(10);
    command.add_option("--threads", arguments.threads, "Without it as many as there are cores");
    command.add_option("--html", arguments.html,
                       "Also write a page with charts and tables to this file, for reading and "
                       "printing");
    command.add_flag("--overall", arguments.overall, "With --json: first an object for all rows");
    command.add_flag("--json", arguments.json, "One JSON object a group on standard output");
    command.callback([&] { code = run_govern_fairness(arguments); });
}

void add_govern_measure(CLI::App& govern, GovernMeasureArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand(
        "measure", "Measures a function as it runs, on annotated letters, for its dossier");
    command.footer("Examples:\n  leitstand govern measure sort --home DIR\n  leitstand govern "
                   "measure all --home DIR --letters LETTERS --out measurements.jsonl\n"
                   "Takes some minutes. Judges no post of the authority; of items that people "
                   "closed it counts how far a function in shadow said the same, and only where "
                   "five people decided.");
    add_home(command, arguments.home);
    command.add_option("function", arguments.function, "The key of a function, or all")->required();
    command.add_option("--letters", arguments.letters,
                       "Annotated letters (JSON lines), files or folders; by default those beside "
                       "the catalogue");
    command.add_option("--out", arguments.out, "Write them to this file instead of the dossier");
    command.add_option("--threads", arguments.threads, "By default as many as there are cores");
    command.add_flag("--json", arguments.json, "One JSON object a measurement");
    command.callback([&] { code = run_govern_measure(arguments); });
}

} // namespace

void add_govern(CLI::App& program, GovernArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "govern", "What the guidelines ask of a function: gates, mode, measurements");
    command.require_subcommand(1);
    add_govern_dossier(command, arguments.dossier, code);
    add_govern_assess(command, arguments.assess, code);
    add_govern_fairness(command, arguments.fairness, code);
    add_govern_measure(command, arguments.measure, code);
    add_govern_gates(command, arguments.gates, code);
    add_govern_mode(command, arguments.mode, code);
    add_govern_tasks(command, arguments.tasks, code);
}

} // namespace leitstand::app
