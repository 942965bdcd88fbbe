// SPDX-License-Identifier: EUPL-1.2
// Dossiers and lists of tasks in and out, at the machine.
#include "govern_options.hpp"

#include <CLI/CLI.hpp>

#include "base/configuration.hpp"
#include "base/files.hpp"
#include "catalogue/task_list.hpp"
#include "govern/dossier/dossier_file.hpp"
#include "govern/dossier/task_table.hpp"
#include "govern_act.hpp"
#include "log_place.hpp"
#include "options.hpp"
#include "serve/rights.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

constexpr std::uint64_t kDossierFileBytesMax = 1 << 20;
constexpr std::string_view kTasksFile = "own_tasks.toml";

Result<int> put_out(std::string const& text, fs::path const& out) {
    if (out.empty())
        fmt::print("{}", text);
    else
        TRY(write_file_durably(out, text));
    return kDone;
}

void print_problems(std::vector<Problem> const& problems) {
    for (auto const& problem : problems)
        fmt::print(stderr, "{}:{}: {}\n", problem.file, problem.line, problem.reason);
}

DossierFormat format_of(fs::path const& file) {
    return file.extension() == ".json" ? DossierFormat::json : DossierFormat::toml;
}

Result<DossierFile> dossier_in(fs::path const& file, Guideline const& guideline) {
    auto const bytes = TRY(read_file(file, kDossierFileBytesMax));
    return read_dossier(bytes, format_of(file), file.string(), guideline);
}

Result<int> export_dossier(GovernDossierArguments const& arguments, FunctionKey function,
                           Installation const& installation) {
    auto const held =
        TRY(installation.governance->look(function, installation.switchboard->mode(function)));
    auto const format = arguments.json ? DossierFormat::json : DossierFormat::toml;
    return put_out(print_dossier(**held, format), arguments.out);
}

// An import speaks for the authority: somebody who keeps dossiers must stand for it.
Result<std::string> keeper(Installation const& installation, std::string const& name) {
    auto const account = TRY(installation.accounts->find_by_name(name));
    if (account.locked || Rights::table().scope(account.roles, "govern.write") == Scope::none)
        return fail(Code::no_right, "right.missing", name);
    return account.id;
}

Result<int> import_one(GovernDossierArguments const& arguments, Installation& installation) {
    auto const by = TRY(keeper(installation, arguments.account));
    auto const file = TRY(dossier_in(arguments.file, *installation.guideline));
    print_problems(file.problems);
    TRY(bring_into_log(installation));
    auto const written = TRY(
        import_dossier(file, *installation.governance, {by, installation.configuration.example}));
    bring_rest_into_log(installation);
    fmt::print("{}\n", written);
    return kDone;
}

Result<ReadTasks> tasks_in(fs::path const& file, Guideline const& guideline) {
    auto const bytes = TRY(read_file(file, kDossierFileBytesMax));
    if (file.extension() != ".toml")
        return read_task_table(bytes, file.string(), guideline);
    ReadTasks out;
    out.tasks = parse_task_list(bytes, file.string(), guideline, out.problems);
    return out;
}

// Takes the place of the lists that are there, all or none: the old folder stays until the new one
// is whole.
Result<void> replace_lists(fs::path const& folder, std::vector<Task> const& tasks) {
    auto const fresh = fs::path{folder}.concat(".new");
    auto const old = fs::path{folder}.concat(".old");
    std::error_code error;
    fs::remove_all(fresh, error);
    fs::remove_all(old, error);
    fs::create_directories(fresh, error);
    TRY(write_file_durably(fresh / kTasksFile, print_task_list(tasks)));
    fs::rename(folder, old, error);
    if (!error)
        fs::rename(fresh, folder, error);
    if (error)
        return tl::unexpected(
            errno_error(error.value(), "data_folder.cannot_make", folder.string()));
    fs::remove_all(old, error);
    return {};
}

Result<int> import_tasks(GovernTasksArguments const& arguments) {
    auto const guideline = TRY(Guideline::load(arguments.catalogue));
    auto const read = TRY(tasks_in(arguments.file, *guideline));
    print_problems(read.problems);
    if (!read.problems.empty() || read.tasks.empty())
        return kWrongUse;
    for (auto const& key : tasks_left_out(*guideline, read.tasks))
        fmt::print(stderr, "{}: fehlt in der Liste / is left out (stands_for)\n", key);
    TRY(replace_lists(arguments.catalogue / "govern" / "tasks", read.tasks));
    fmt::print("{}\n", read.tasks.size());
    return kDone;
}

} // namespace

int run_dossier_export(GovernDossierArguments const& arguments) {
    return act_on(arguments.function, arguments.home,
                  [&](Installation& installation, FunctionKey function) {
                      return export_dossier(arguments, function, installation);
                  });
}

int run_dossier_import(GovernDossierArguments const& arguments) {
    return act_in(arguments.home,
                  [&](Installation& installation) { return import_one(arguments, installation); });
}

int run_tasks_export(GovernTasksArguments const& arguments) {
    auto const folder =
        arguments.catalogue.empty() ? program_places().catalogue : arguments.catalogue;
    auto const guideline = Guideline::load(folder);
    if (!guideline)
        return tell(guideline.error(), kCannotRun);
    auto const& tasks = (*guideline)->tasks;
    return end_govern(
        put_out(arguments.csv ? print_task_table(tasks) : print_task_list(tasks), arguments.out));
}

int run_tasks_import(GovernTasksArguments const& arguments) {
    return end_govern(import_tasks(arguments));
}

void add_govern_dossier(CLI::App& govern, GovernDossierArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand("dossier", "A whole dossier as a file, in and out");
    command.require_subcommand(1);
    auto& out = *command.add_subcommand("export", "Prints the dossier of a function");
    out.footer("Example:\n  leitstand govern dossier export sort --home DIR --out sort.toml");
    add_home(out, arguments.home);
    out.add_option("function", arguments.function, "The key of the function")->required();
    out.add_option("--out", arguments.out, "Write to this file instead of standard output");
    out.add_flag("--json", arguments.json, "JSON instead of TOML");
    out.callback([&] { code = run_dossier_export(arguments); });
    auto& in = *command.add_subcommand("import", "Takes a dossier over, checked as a whole");
    in.footer("Example:\n  leitstand govern dossier import sort.toml --home DIR --as steuerung\n"
              "A file that ends in .json is read as JSON. Prints how many records were written.");
    add_home(in, arguments.home);
    in.add_option("file", arguments.file, "The file")->required()->check(CLI::ExistingFile);
    in.add_option("--as", arguments.account, "The account that stands for it")->required();
    in.callback([&] { code = run_dossier_import(arguments); });
}

void add_govern_tasks(CLI::App& govern, GovernTasksArguments& arguments, int& code) {
    auto& command = *govern.add_subcommand("tasks", "The list of tasks, in and out");
    command.require_subcommand(1);
    auto& out = *command.add_subcommand("export", "Prints the list of tasks");
    out.footer("Example:\n  leitstand govern tasks export --csv --out tasks.csv");
    out.add_option("--catalogue", arguments.catalogue, "A catalogue instead of the built-in one");
    out.add_option("--out", arguments.out, "Write to this file instead of standard output");
    out.add_flag("--csv", arguments.csv, "A table instead of TOML");
    out.callback([&] { code = run_tasks_export(arguments); });
    auto& in = *command.add_subcommand("import", "Replaces the list of tasks of a catalogue");
    in.footer(
        "Example:\n  leitstand govern tasks import tasks.csv --catalogue catalogue/own\n"
        "Each fault is named with its line, and nothing is changed then. `stands_for` maps an "
        "own task to shipped ones; those that a list leaves out are named.");
    in.add_option("file", arguments.file, "TOML (.toml) or a table")
        ->required()
        ->check(CLI::ExistingFile);
    in.add_option("--catalogue", arguments.catalogue, "The catalogue folder to change")
        ->required()
        ->check(CLI::ExistingDirectory);
    in.callback([&] { code = run_tasks_import(arguments); });
}

} // namespace leitstand::app
