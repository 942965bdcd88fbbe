// SPDX-License-Identifier: EUPL-1.2
// `leitstand backup`: saves an installation while its server runs, and tries a backup out. JSON
// forms: docs/backup.md.
#include "backup/backup.hpp"

#include <cmath>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/pace.hpp"
#include "backup/restore.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "commands.hpp"
#include "log_place.hpp"
#include "prove/entry_table.hpp"
#include "prove/log_in_database.hpp"
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
    // Only now: the database's writer, which was made before, holds locks that the server waits
    // for.
    work_in_background();
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

char const* status_of(BackupReport const& report) {
    return !report.missing.empty() ? "missing" : !report.damaged.empty() ? "damaged" : "whole";
}

void print_report(BackupReport const& report, BackupArguments const& arguments, double seconds) {
    if (arguments.json) {
        fmt::print("{}\n", print_json(Json{{"target", arguments.target.string()},
                                           {"backup", report.name},
                                           {"status", status_of(report)},
                                           {"sha256", to_hex(report.manifest_sha256)},
                                           {"archive_bytes", report.archive_bytes},
                                           {"blobs", report.blobs},
                                           {"blob_bytes", report.blob_bytes},
                                           {"new_blobs", report.new_blobs},
                                           {"new_bytes", report.new_bytes},
                                           {"removed", report.removed},
                                           {"missing", report.missing},
                                           {"damaged", report.damaged},
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
    for (auto const& id : report.damaged)
        fmt::print("  BESCHÄDIGT im Datenordner, anders als in einer früheren Sicherung: {}\n", id);
}

// The one folder for drills beside an installation, emptied before and after: a drill that was
// killed leaves as much as an installation holds. One drill at a time.
class DrillFolder {
  public:
    static Result<std::unique_ptr<DrillFolder>> make(fs::path const& beside) {
        auto drill = std::make_unique<DrillFolder>();
        drill->path_ = beside / ".drill";
        TRY(drill->make_own());
        TRY(drill->lock());
        std::error_code problem;
        for (auto const& left : fs::directory_iterator{drill->path_, problem})
            if (left.path() != drill->lock_path())
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
    fs::path lock_path() const { return path_ / "lock"; }
    // What is in it is deleted: neither a link to another folder nor one of another account.
    Result<void> make_own() const {
        std::error_code ignored;
        fs::create_directories(path_.parent_path(), ignored);
        struct stat about {};
        if ((::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST) ||
            ::lstat(path_.c_str(), &about) != 0)
            return tl::unexpected(errno_error(errno, "restore.cannot_write", path_.string()));
        if (!S_ISDIR(about.st_mode) || about.st_uid != ::geteuid())
            return fail(Code::refused, "restore.drill_foreign", path_.string());
        fs::permissions(path_, fs::perms::owner_all, ignored);
        return {};
    }
    // A file of its own, opened for writing: NFS and CIFS lock no other.
    Result<void> lock() {
        FileDescriptor file{
            ::open(lock_path().c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
        if (!file.valid())
            return tl::unexpected(errno_error(errno, "restore.cannot_write", lock_path().string()));
        bool const free = ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
        if (!free && errno != EWOULDBLOCK)
            return tl::unexpected(errno_error(errno, "restore.cannot_write", lock_path().string()));
        // Another drill may have removed the file at its end, before this one had the lock.
        struct stat named {
        }, locked{};
        if (!free || ::stat(lock_path().c_str(), &named) != 0 ||
            ::fstat(file.get(), &locked) != 0 || named.st_ino != locked.st_ino)
            return fail(Code::conflict, "restore.drill_runs", path_.string());
        lock_ = std::move(file);
        return {};
    }

    fs::path path_;
    FileDescriptor lock_; // held: the folder is this drill's
};

struct Drill {
    std::string name;
    std::string manifest_sha256;
    RestoreReport report;
    std::optional<Error> fault; // of the backup

    char const* outcome() const {
        return fault ? "failed" : report.missing > 0 ? "missing" : "whole";
    }
};

// What keeps a backup from being tried; all else that goes wrong is the outcome, as a disk that
// can be read no longer or a dump that the database does not take.
bool hinders_trial(Error const& error) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"backup.other_sheet", "backup.newer", "database.down", "database.tool_missing",
         "database.url_wrong", "restore.cannot_write", "restore.database_not_empty",
         "restore.other_engine", "restore.other_schema"});
    return error.code == Code::no_space || std::ranges::find(kKeys, error.key) != kKeys.end();
}

// Whether an entry of this type names the backup with this manifest.
Result<bool> log_names(Installation const& installation, EntryType type, char const* name_field,
                       Drill const& drill) {
    constexpr std::size_t kRowsAtOnce = 200;
    auto below = entry_table::kNewest;
    for (;;) {
        auto const rows =
            TRY(installation.database->read_for<std::vector<entry_table::Row>>([&](Sql& sql) {
                return entry_table::newest(sql, {.type = std::string{entry_type(type).key}}, below,
                                           kRowsAtOnce);
            }));
        for (auto const& row : rows) {
            auto const opening = installation.log->open(row);
            auto record = opening ? parse_record(opening->record) : tl::unexpected(opening.error());
            if (record && record->details[name_field] == drill.name &&
                record->details["sha256"] == to_hex(drill.manifest_sha256))
                return true;
        }
        if (rows.size() < kRowsAtOnce)
            return false;
        below = {rows.back().at, rows.back().id};
    }
}

// Anybody can seal an archive or take lines out of a manifest. The entry of this installation's log
// has the manifest's hash, and the manifest that of the archive. The backup from which an
// installation was restored does not hold its own entry; it stands in the one of the restoration.
Result<bool> is_own(Installation const& installation, Drill const& drill) {
    return TRY(log_names(installation, EntryType::backup_made, "target", drill)) ||
           TRY(log_names(installation, EntryType::restored, "backup", drill));
}

// The log's key, or the one before it.
Result<bool> has_own_log(Installation const& installation, std::string const& key) {
    auto& database = *installation.database;
    return key.empty() || TRY(log_of_database(database)) == key || TRY(log_before(database)) == key;
}

Result<RestoreReport> restore_on_trial(Installation const& installation,
                                       RestoreOrder const& order) {
    Stages stages;
    auto const restored = TRY(unpack_backup(order, stages.told()));
    auto report = TRY(verify_restored(restored, order.home, installation.configuration.limits,
                                      system_time(), stages.told()));
    if (!TRY(has_own_log(installation, report.log_key)))
        return fail(Code::damaged, "backup.not_ours", report.log_key);
    // What was deleted since is not missed.
    report.missing = TRY(named_still(*installation.database, restored.manifest.missing)).size();
    return report;
}

// Restores a backup beside the installation and looks through all of it. What is wrong with the
// backup is the outcome; an error is what kept it from being tried.
Result<Drill> try_out(Installation const& installation, DrillArguments const& arguments,
                      std::string const& name, SecretKey const& sheet) {
    auto const& configuration = installation.configuration;
    auto const folder =
        TRY(DrillFolder::make(arguments.scratch.empty() ? configuration.home : arguments.scratch));
    Drill drill;
    drill.name = name;
    drill.manifest_sha256 = sha256(TRY(read_manifest_text(arguments.source, drill.name)));
    if (!TRY(is_own(installation, drill))) {
        drill.fault =
            Error{Code::damaged, "backup.not_ours", drill.name, std::source_location::current()};
        return drill;
    }
    auto const& url =
        arguments.database_url.empty() ? configuration.database_url : arguments.database_url;
    std::unique_ptr<ScratchDatabase> scratch;
    if (arguments.database_url.empty())
        scratch = TRY(ScratchDatabase::make(url, folder->path()));
    auto report = restore_on_trial(installation, {arguments.source, drill.name, sheet,
                                                  folder->home(), scratch ? scratch->url() : url});
    if (report)
        drill.report = *report;
    else if (hinders_trial(report.error()))
        return tl::unexpected(std::move(report).error());
    else
        drill.fault = report.error();
    return drill;
}

Result<void> enter_drill(Installation& installation, Drill const& drill) {
    TRY(bring_into_log(installation));
    TRY(installation.log->enter(*installation.database,
                                {.type = EntryType::backup_tested,
                                 .details = {{"backup", drill.name},
                                             {"sha256", to_hex(drill.manifest_sha256)},
                                             {"outcome", drill.outcome()},
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
                                   {"status", drill.outcome()},
                                   {"reason", drill.fault ? Json(drill.fault->key) : Json()},
                                   {"items", report.items},
                                   {"blobs", report.blobs},
                                   {"missing", report.missing},
                                   {"rows", report.rows},
                                   {"entries", report.entries},
                                   {"seconds", seconds}}));
        return;
    }
    if (drill.fault)
        return;
    fmt::print(
        "Sicherung {}: {}. {} Eingänge, {} versiegelte Dateien, {} Zeilen und {} Einträge des "
        "Protokolls geprüft.\n",
        drill.name, report.missing > 0 ? "unvollständig" : "vollständig", report.items,
        report.blobs, report.rows, report.entries);
    if (report.missing > 0)
        fmt::print("  {} versiegelte Dateien fehlten schon, als gesichert wurde.\n",
                   report.missing);
}

Result<int> drill(DrillArguments const& arguments) {
    warn_of_password(arguments.database_url);
    // First what can be wrong without the sheet: nobody types its code in vain.
    auto const name = TRY(choose_backup(arguments.source, arguments.name));
    auto const sheet = TRY(sheet_code(arguments.code));
    auto const begin = std::chrono::steady_clock::now();
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    work_in_background();
    ::umask(077);
    auto const drill = TRY(try_out(*installation, arguments, name, sheet));
    TRY(enter_drill(*installation, drill));
    print_drill(drill, arguments, seconds_since(begin));
    if (drill.fault)
        return tell(*drill.fault, kSomeFailed, drill.name);
    return drill.report.missing > 0 ? kSomeFailed : kDone;
}

} // namespace

int run_backup(BackupArguments const& arguments) {
    auto const begin = std::chrono::steady_clock::now();
    auto const report = make(arguments);
    if (!report)
        return tell(report.error(), kCannotRun);
    print_report(*report, arguments, seconds_since(begin));
    return report->missing.empty() && report->damaged.empty() ? kDone : kSomeFailed;
}

int run_backup_drill(DrillArguments const& arguments) {
    auto const code = drill(arguments);
    return code ? *code : tell(code.error(), kCannotRun);
}

} // namespace leitstand::app
