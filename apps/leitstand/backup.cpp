// SPDX-License-Identifier: EUPL-1.2
// `leitstand backup`: saves an installation while its server runs, and tries a backup out. JSON
// forms: docs/backup.md.
#include "backup/backup.hpp"

#include <cmath>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>

#include "backup/pace.hpp"
#include "backup/restore.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "commands.hpp"
#include "log_place.hpp"
#include "recovery.hpp"
#include "stages.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

double seconds_since(std::chrono::steady_clock::time_point begin) {
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
    return std::round(took.count() * 10) / 10;
}

Result<BackupReport> make(BackupArguments const& arguments) {
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    auto const& configuration = installation->configuration;
    auto const recipient = TRY(recovery_public_key(*installation));
    if (!TRY(recovery_confirmed(*installation)))
        fmt::print(stderr,
                   "Achtung: Das Notfallblatt, das diese Sicherung öffnet, ist nicht bestätigt "
                   "(leitstand keys confirm).\n");
    TRY(bring_into_log(*installation));
    Stages stages;
    auto report = TRY(make_backup(
        {*installation->database, *installation->log, configuration.home, configuration.key_file,
         log_key_file(configuration), configuration.catalogue_folder, recipient},
        arguments.target, configuration.limits, system_time(), stages.told()));
    bring_rest_into_log(*installation);
    return report;
}

std::string amount(std::uint64_t bytes) {
    return bytes >= 10 << 20 ? fmt::format("{} MiB", bytes >> 20)
                             : fmt::format("{} KiB", (bytes + 1'023) >> 10);
}

void print_report(BackupReport const& report, BackupArguments const& arguments, double seconds) {
    if (arguments.json) {
        fmt::print("{}\n", print_json(Json{{"target", arguments.target.string()},
                                           {"backup", report.name},
                                           {"status", report.missing.empty() ? "whole" : "missing"},
                                           {"sha256", to_hex(report.manifest_sha256)},
                                           {"archive_bytes", report.archive_bytes},
                                           {"blobs", report.blobs},
                                           {"blob_bytes", report.blob_bytes},
                                           {"new_blobs", report.new_blobs},
                                           {"new_bytes", report.new_bytes},
                                           {"removed", report.removed},
                                           {"missing", report.missing},
                                           {"seconds", seconds}}));
        return;
    }
    fmt::print("Sicherung {} in {}\n  Datenbank, Protokoll, Katalog, Schlüssel: {}\n"
               "  Versiegelte Dateien: {} ({}), davon neu {} ({})\n  Prüfsumme: {}\n",
               report.name, arguments.target.string(), amount(report.archive_bytes), report.blobs,
               amount(report.blob_bytes), report.new_blobs, amount(report.new_bytes),
               to_hex(report.manifest_sha256));
    for (auto const& id : report.missing)
        fmt::print("  FEHLT im Datenordner: {}\n", id);
}

// The one folder for drills beside an installation, emptied before and after: a drill that was
// killed leaves as much as an installation holds. One drill at a time.
class DrillFolder {
  public:
    static Result<std::unique_ptr<DrillFolder>> make(fs::path const& beside) {
        auto drill = std::make_unique<DrillFolder>();
        drill->path_ = beside / ".drill";
        std::error_code problem;
        fs::create_directories(drill->path_, problem);
        fs::permissions(drill->path_, fs::perms::owner_all, problem);
        drill->lock_ =
            FileDescriptor{::open(drill->path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        if (!drill->lock_.valid())
            return tl::unexpected(
                errno_error(errno, "restore.cannot_write", drill->path_.string()));
        if (::flock(drill->lock_.get(), LOCK_EX | LOCK_NB) != 0)
            return fail(Code::conflict, "restore.drill_runs", drill->path_.string());
        for (auto const& left : fs::directory_iterator{drill->path_, problem})
            fs::remove_all(left.path(), problem);
        fs::create_directory(drill->home(), problem);
        if (problem)
            return tl::unexpected(
                errno_error(problem.value(), "restore.cannot_write", drill->home().string()));
        return drill;
    }
    DrillFolder() = default;
    DrillFolder(DrillFolder const&) = delete;
    DrillFolder& operator=(DrillFolder const&) = delete;
    ~DrillFolder() {
        std::error_code ignored;
        if (lock_.valid())
            fs::remove_all(path_, ignored);
    }
    fs::path const& path() const { return path_; }
    fs::path home() const { return path_ / "home"; }

  private:
    fs::path path_;
    FileDescriptor lock_;
};

struct Drill {
    std::string name;
    std::string manifest_sha256;
    RestoreReport report;
    std::optional<Error> fault; // of the backup
};

// Restores a backup beside the installation and looks through all of it. What is wrong with the
// backup is the outcome; an error is what kept it from being tried.
Result<Drill> try_out(Installation const& installation, DrillArguments const& arguments,
                      SecretKey const& sheet) {
    auto const& configuration = installation.configuration;
    auto const folder =
        TRY(DrillFolder::make(arguments.scratch.empty() ? configuration.home : arguments.scratch));
    auto const names = TRY(backup_names(arguments.source));
    Drill drill;
    drill.name = !arguments.name.empty() ? arguments.name : names.empty() ? "" : names.back();
    drill.manifest_sha256 = sha256(TRY(read_manifest_text(arguments.source, drill.name)));
    auto const& url =
        arguments.database_url.empty() ? configuration.database_url : arguments.database_url;
    std::unique_ptr<ScratchDatabase> scratch;
    if (arguments.database_url.empty())
        scratch = TRY(ScratchDatabase::make(url, folder->path()));
    Stages stages;
    auto const restored = unpack_backup(
        {arguments.source, drill.name, sheet, folder->home(), scratch ? scratch->url() : url},
        stages.told());
    auto const report = restored ? verify_restored(*restored, folder->home(), configuration.limits,
                                                   system_time(), stages.told())
                                 : tl::unexpected(restored.error());
    if (report)
        drill.report = *report;
    else if (report.error().code == Code::damaged || report.error().code == Code::not_found)
        drill.fault = report.error();
    else
        return tl::unexpected(report.error());
    return drill;
}

Result<void> enter_drill(Installation& installation, Drill const& drill) {
    TRY(bring_into_log(installation));
    TRY(installation.log->enter(*installation.database,
                                {.type = EntryType::backup_tested,
                                 .details = {{"backup", drill.name},
                                             {"sha256", to_hex(drill.manifest_sha256)},
                                             {"outcome", drill.fault ? "failed" : "whole"},
                                             {"reason", drill.fault ? drill.fault->key : ""},
                                             {"items", std::to_string(drill.report.items)},
                                             {"blobs", std::to_string(drill.report.blobs)}}}));
    bring_rest_into_log(installation);
    return {};
}

void print_drill(Drill const& drill, DrillArguments const& arguments, double seconds) {
    auto const& report = drill.report;
    if (arguments.json) {
        fmt::print("{}\n",
                   print_json(Json{{"source", arguments.source.string()},
                                   {"backup", drill.name},
                                   {"status", drill.fault ? "failed" : "whole"},
                                   {"reason", drill.fault ? Json(drill.fault->key) : Json()},
                                   {"items", report.items},
                                   {"blobs", report.blobs},
                                   {"missing", report.missing},
                                   {"rows", report.rows},
                                   {"entries", report.entries},
                                   {"seconds", seconds}}));
        return;
    }
    if (!drill.fault)
        fmt::print(
            "Sicherung {}: vollständig. {} Eingänge, {} versiegelte Dateien, {} Zeilen und {} "
            "Einträge des Protokolls geprüft.\n",
            drill.name, report.items, report.blobs, report.rows, report.entries);
}

Result<int> drill(DrillArguments const& arguments) {
    auto const sheet = TRY(sheet_code(arguments.code));
    auto const begin = std::chrono::steady_clock::now();
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    work_in_background();
    ::umask(077);
    auto const drill = TRY(try_out(*installation, arguments, sheet));
    TRY(enter_drill(*installation, drill));
    print_drill(drill, arguments, seconds_since(begin));
    return drill.fault ? tell(*drill.fault, kSomeFailed, drill.name) : kDone;
}

} // namespace

int run_backup(BackupArguments const& arguments) {
    auto const begin = std::chrono::steady_clock::now();
    work_in_background();
    auto const report = make(arguments);
    if (!report)
        return tell(report.error(), kCannotRun);
    print_report(*report, arguments, seconds_since(begin));
    return report->missing.empty() ? kDone : kSomeFailed;
}

int run_backup_drill(DrillArguments const& arguments) {
    auto const code = drill(arguments);
    return code ? *code : tell(code.error(), kCannotRun);
}

} // namespace leitstand::app
