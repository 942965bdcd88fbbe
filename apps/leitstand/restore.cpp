// SPDX-License-Identifier: EUPL-1.2
// `leitstand restore`: makes an installation again from a backup and the recovery sheet. Everything
// lies in .restoring/ until it is verified; leitstand.toml comes last, and without it nothing
// starts.
#include "backup/restore.hpp"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "backup/facts.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "commands.hpp"
#include "govern/restored_modes.hpp"
#include "stages.hpp"
#include "store/secret_file.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

constexpr std::string_view kWorkFolder = ".restoring";

fs::path settings_in(fs::path const& folder) {
    return folder / "leitstand.toml";
}

// The folder may be new, empty, or what an interrupted restoration left.
Result<fs::path> prepare_home(fs::path const& home) {
    std::error_code problem;
    fs::create_directories(home, problem);
    if (problem)
        return tl::unexpected(errno_error(problem.value(), "restore.cannot_write", home.string()));
    for (auto const& entry : fs::directory_iterator{home, problem})
        if (entry.path().filename() != kWorkFolder)
            return fail(Code::conflict, "restore.home_not_empty", entry.path().string());
    fs::permissions(home, fs::perms::owner_all, problem);
    auto const work = home / kWorkFolder;
    fs::remove_all(work, problem);
    if (!fs::create_directory(work, problem))
        return tl::unexpected(errno_error(problem.value(), "restore.cannot_write", work.string()));
    return work;
}

// Whether the key is there already; another one in its place is an error.
Result<bool> has_key(fs::path const& file, std::string const& text) {
    std::error_code ignored;
    if (text.empty() || !fs::exists(file, ignored))
        return false;
    if (TRY(read_secret_file(file)) != text)
        return fail(Code::conflict, "restore.other_key", file.string());
    return true;
}

Result<void> put_key(fs::path const& file, std::string const& text) {
    if (text.empty() || TRY(has_key(file, text)))
        return {};
    std::error_code ignored; // the file's own error says more
    fs::create_directories(fs::absolute(file).parent_path(), ignored);
    return write_new_secret_file(file, text);
}

fs::path log_key_beside(fs::path const& key_file) {
    return fs::absolute(key_file).parent_path() / "log.key";
}

std::string settings_for(RestoreArguments const& arguments, Restored const& restored) {
    auto text =
        with_setting(restored.settings, "key_file", fs::absolute(arguments.key_file).string());
    auto const database = arguments.database_url.empty() ? std::optional<std::string>{}
                                                         : std::optional{arguments.database_url};
    text = with_setting(text, "database_url", database);
    // A catalogue that was the program's own goes on with the program.
    if (has_setting(text, "catalogue_folder"))
        text = with_setting(text, "catalogue_folder", "catalogue");
    return text;
}

// All is verified and the keys are in their places; only moving is left, whenever that is cut off.
bool waits_to_move(fs::path const& home) {
    std::error_code ignored;
    return fs::exists(settings_in(home / kWorkFolder), ignored);
}

// The settings, without which nothing starts, come last.
Result<void> move_into(fs::path const& home) {
    auto const work = home / kWorkFolder;
    std::vector<fs::path> names;
    std::error_code problem;
    for (fs::directory_iterator entry{work, problem}, end; !problem && entry != end;
         entry.increment(problem))
        if (entry->path() != settings_in(work))
            names.push_back(entry->path().filename());
    if (problem)
        return tl::unexpected(errno_error(problem.value(), "restore.cannot_write", work.string()));
    for (auto const& name : names)
        if (::rename((work / name).c_str(), (home / name).c_str()) != 0)
            return tl::unexpected(
                errno_error(errno, "restore.cannot_write", (home / name).string()));
    TRY(sync_directory(home));
    if (::rename(settings_in(work).c_str(), settings_in(home).c_str()) != 0)
        return tl::unexpected(
            errno_error(errno, "restore.cannot_write", settings_in(home).string()));
    TRY(sync_directory(home));
    fs::remove(work, problem);
    return {};
}

Result<void> publish(fs::path const& work, RestoreArguments const& arguments,
                     Restored const& restored) {
    TRY(put_key(arguments.key_file, restored.master_key));
    TRY(put_key(log_key_beside(arguments.key_file), restored.log_key));
    TRY(write_file_durably(settings_in(work), settings_for(arguments, restored)));
    return move_into(arguments.home);
}

// An earlier call was cut off in its last step: what it brought is whole.
Result<int> finish_earlier(RestoreArguments const& arguments) {
    TRY(move_into(arguments.home));
    if (arguments.json)
        fmt::print("{}\n", print_json(Json{{"home", fs::absolute(arguments.home).string()},
                                           {"status", "finished"}}));
    else
        fmt::print("Wiederhergestellt in {}: die Wiederherstellung, die im letzten Schritt "
                   "unterbrochen wurde, ist zu Ende geführt.\n",
                   arguments.home.string());
    return kDone;
}

struct Done {
    double seconds = 0;
    std::size_t stopped = 0; // functions
};

void print_report(RestoreReport const& report, Restored const& restored,
                  RestoreArguments const& arguments, Done const& done) {
    if (arguments.json) {
        fmt::print("{}\n",
                   print_json(Json{{"home", fs::absolute(arguments.home).string()},
                                   {"backup", restored.name},
                                   {"made", to_rfc3339(restored.manifest.made)},
                                   {"status", report.missing == 0 ? "whole" : "missing"},
                                   {"sha256", to_hex(restored.manifest_sha256)},
                                   {"items", report.items},
                                   {"blobs", report.blobs},
                                   {"missing", report.missing},
                                   {"rows", report.rows},
                                   {"entries", report.entries},
                                   {"log", report.log_key.empty() ? Json() : Json(report.log_key)},
                                   {"functions_stopped", done.stopped},
                                   {"seconds", done.seconds}}));
        return;
    }
    fmt::print(
        "Wiederhergestellt: {} vom {} in {}\n  {} Eingänge, {} versiegelte Dateien, {} Zeilen "
        "und {} Einträge des Protokolls geprüft.\n",
        restored.name, to_rfc3339(restored.manifest.made), arguments.home.string(), report.items,
        report.blobs, report.rows, report.entries);
    if (report.missing > 0)
        fmt::print("  {} versiegelte Dateien fehlten schon, als gesichert wurde.\n",
                   report.missing);
    if (!report.log_key.empty())
        fmt::print(
            "  Protokoll: {}\n             Vergleichen Sie diesen Schlüssel mit dem, den die "
            "Behörde bekannt gegeben hat.\n",
            report.log_key);
    if (done.stopped > 0)
        fmt::print(
            "  {} Funktionen sind ausgeschaltet: was nach der Sicherung über sie entschieden "
            "wurde, fehlt. Prüfen Sie das, und schalten Sie sie wieder ein.\n",
            done.stopped);
    fmt::print(
        "Was nach der Sicherung kam, fehlt. Wurde ein Stand des Protokolls veröffentlicht oder "
        "bezeugt: `leitstand prove new-key` vor dem ersten Start (docs/backup.md).\n");
}

Result<int> restore(RestoreArguments const& arguments) {
    TRY(check_outside(arguments.key_file, arguments.home));
    warn_of_password(arguments.database_url);
    if (waits_to_move(arguments.home))
        return finish_earlier(arguments);
    // First what can be wrong without the sheet: nobody types its code in vain.
    auto const name = TRY(choose_backup(arguments.source, arguments.name));
    ::umask(077); // whatever is made here, is the program's account's alone
    auto const work = TRY(prepare_home(arguments.home));
    auto const sheet = TRY(sheet_code(arguments.code));
    auto const begin = std::chrono::steady_clock::now();
    Limits const limits;
    Stages stages;
    auto const restored = TRY(unpack_backup(
        {arguments.source, name, sheet, work, arguments.database_url}, stages.told()));
    TRY(has_key(arguments.key_file, restored.master_key));
    TRY(has_key(log_key_beside(arguments.key_file), restored.log_key));
    auto const report = TRY(verify_restored(restored, work, limits, system_time(), stages.told()));
    std::size_t stopped = 0;
    TRY(enter_restored(restored, work, limits, system_time(),
                       [&](Sql& sql, EntryLog const& log) -> Result<void> {
                           stopped = TRY(stop_restored_functions(sql, log, system_time().now()));
                           return {};
                       }));
    TRY(publish(work, arguments, restored));
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
    print_report(report, restored, arguments, {std::round(took.count() * 10) / 10, stopped});
    return report.missing == 0 ? kDone : kSomeFailed;
}

} // namespace

int run_restore(RestoreArguments const& arguments) {
    auto const code = restore(arguments);
    return code ? *code : tell(code.error(), kCannotRun);
}

} // namespace leitstand::app
