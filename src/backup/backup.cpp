// SPDX-License-Identifier: EUPL-1.2
#include "backup/backup.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <unordered_set>

#include "backup/archive.hpp"
#include "backup/facts.hpp"
#include "backup/log_copy.hpp"
#include "backup/pace.hpp"
#include "base/ids.hpp"
#include "prove/log_in_database.hpp"
#include "prove/tile_files.hpp"
#include "receive/ledger_table.hpp"
#include "store/recovery.hpp"
#include "store/secret_file.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSettingsBytesMax = 1 << 20;
constexpr int kFolderDepthMax = 16; // of catalogue and models; more is a circle of links

// "20261127T081530.123456Z-1f3a9c04"
std::string new_name(Instant now) {
    return fmt::format("{}-{}", name_time(now), new_id().substr(0, 8));
}

// One archive from its first file to its last.
class Saving {
  public:
    Saving(BackupSource const& source, ArchiveWriter& archive, BackupProgress const& progress)
        : source_(source), archive_(archive), progress_(progress) {}

    // The blobs that the database named at the moment of its snapshot.
    Result<std::vector<std::string>> run() {
        progress_("log", 0, 0);
        auto const keys = TRY(read_keys());
        TRY(archive_.put("keys/master.key", keys.master));
        if (!keys.log.empty())
            TRY(archive_.put("keys/log.key", keys.log));
        TRY(put_settings());
        TRY(put_folder("catalogue", source_.catalogue_folder));
        TRY(put_folder("models", source_.home / "models"));
        TRY(put_earlier_logs());
        auto const entries = TRY(
            copy_log(source_.home / "log", [&](std::string const& name, std::string_view bytes) {
                return archive_.put(fmt::format("log/{}", name), bytes);
            }));
        TRY(put_database());
        if (entries == 0)
            TRY(check_no_log());
        // What the database sealed with a new key, the old key file would not open.
        if (TRY(read_keys()) != keys)
            return fail(Code::conflict, "backup.keys_changed", source_.key_file.string());
        return std::move(blobs_);
    }

  private:
    struct Keys {
        std::string master, log;
        bool operator==(Keys const&) const = default;
    };
    Result<Keys> read_keys() const;
    Result<void> put_earlier_logs();
    Result<void> put_settings();
    Result<void> put_folder(std::string const& name, fs::path const& folder);
    Result<void> put_file(std::string const& name, fs::path const& file);
    Result<void> put_database();
    Result<void> check_no_log() const;

    BackupSource const& source_;
    ArchiveWriter& archive_;
    BackupProgress const& progress_;
    std::vector<std::string> blobs_;
};

Result<Saving::Keys> Saving::read_keys() const {
    Keys keys{TRY(read_secret_file(source_.key_file)), {}};
    std::error_code ignored;
    if (fs::exists(source_.log_key_file, ignored))
        keys.log = TRY(read_secret_file(source_.log_key_file));
    return keys;
}

// Logs whose key was renewed lie beside the present one, "log.1f3a9c04", and never change.
Result<void> Saving::put_earlier_logs() {
    std::error_code problem;
    for (fs::directory_iterator entry{source_.home, problem}, end; !problem && entry != end;
         entry.increment(problem))
        if (auto const name = entry->path().filename().string(); name.starts_with("log."))
            TRY(put_folder(name, entry->path()));
    if (problem)
        return tl::unexpected(
            errno_error(problem.value(), "backup.cannot_read", source_.home.string()));
    return {};
}

Result<void> Saving::put_settings() {
    for (auto const& [name, file] : {std::pair{"settings", "leitstand.toml"},
                                     std::pair{"recovery.sealed", "recovery.sealed"}}) {
        auto const text = read_file(source_.home / file, kSettingsBytesMax);
        if (!text && text.error().code == Code::not_found)
            continue;
        if (!text)
            return tl::unexpected(text.error());
        TRY(archive_.put(name,
                         std::string_view{name} == "settings" ? settings_to_keep(*text) : *text));
    }
    return {};
}

// The files below a folder, those in linked folders too.
Result<std::vector<fs::path>> files_below(fs::path const& folder) {
    std::vector<fs::path> files;
    std::error_code problem, ignored;
    for (fs::recursive_directory_iterator
             entry{folder, fs::directory_options::follow_directory_symlink, problem},
         end;
         !problem && entry != end; entry.increment(problem)) {
        if (entry.depth() > kFolderDepthMax)
            return fail(Code::refused, "backup.linked_folder", entry->path().string());
        if (entry->is_regular_file(ignored))
            files.push_back(entry->path());
    }
    if (problem)
        return tl::unexpected(errno_error(problem.value(), "backup.cannot_read", folder.string()));
    return files;
}

Result<void> Saving::put_folder(std::string const& name, fs::path const& folder) {
    std::error_code ignored;
    if (folder.empty() || !fs::is_directory(folder, ignored))
        return {};
    for (auto const& file : TRY(files_below(folder)))
        TRY(put_file(fmt::format("{}/{}", name, file.lexically_relative(folder).string()), file));
    return {};
}

// However large it is. One that is gone meanwhile was temporary.
Result<void> Saving::put_file(std::string const& name, fs::path const& path) {
    bool begun = false;
    auto const begin = [&] {
        return std::exchange(begun, true) ? Result<void>{} : archive_.begin(name);
    };
    auto const read = read_pieces(path, [&](std::string_view piece) -> Result<void> {
        TRY(begin());
        return archive_.append(piece);
    });
    if (!read && !begun && read.error().code == Code::not_found)
        return {};
    if (!read)
        return read;
    TRY(begin()); // an empty one is a file too
    return archive_.end();
}

Result<void> Saving::put_database() {
    bool begun = false;
    std::uint64_t bytes = 0;
    TRY(source_.database.snapshot(
        [&](Sql& sql) -> Result<void> {
            TRY(ledger_table::each_blob(sql, [&](std::int64_t, std::string const& id) {
                blobs_.push_back(id);
                return Result<void>{};
            }));
            return archive_.put("facts", print_facts(TRY(snapshot_facts(sql))));
        },
        [&](std::string_view piece) -> Result<void> {
            if (!begun)
                TRY(archive_.begin("database"));
            begun = true;
            progress_("database", bytes += piece.size(), 0);
            return archive_.append(piece);
        }));
    return begun ? archive_.end() : fail(Code::internal, "backup.damaged", "an empty database");
}

// A database whose log has begun does not start without it.
Result<void> Saving::check_no_log() const {
    if (!TRY(log_has_begun(source_.database)))
        return {};
    auto const folder = source_.home / "log";
    std::error_code ignored;
    if (fs::exists(folder / kCheckpointFile, ignored))
        return fail(Code::conflict, "backup.log_began", folder.string());
    return fail(Code::damaged, "log.missing", folder.string());
}

} // namespace

Result<BackupReport> make_backup(BackupSource const& source, fs::path const& folder,
                                 Limits const& limits, TimeSource& time,
                                 BackupProgress const& progress) {
    auto target = TRY(BackupTarget::open(folder, source.home));
    Pace pace{limits.backup_bytes_per_second_max};
    Manifest manifest;
    manifest.made = time.now();
    manifest.recipient = recovery_mark(source.recipient);
    BackupReport report;
    report.name = new_name(manifest.made);

    auto archive = TRY(ArchiveWriter::create(target->archive_part(report.name), source.recipient,
                                             [&](std::size_t bytes) { pace.spend(bytes); }));
    auto blobs = TRY(Saving(source, *archive, progress).run());
    auto const sealed = TRY(archive->finish());
    auto copied = TRY(target->copy_blobs(source.home / "blobs", std::move(blobs), pace, progress));

    manifest.archive_bytes = report.archive_bytes = sealed.size_bytes;
    manifest.archive_sha256 = sealed.sha256;
    manifest.blobs = std::move(copied.blobs);
    manifest.missing = std::move(copied.missing);
    report.missing = TRY(named_still(source.database, manifest.missing));
    report.damaged = std::move(copied.damaged);
    report.blobs = manifest.blobs.size();
    report.blob_bytes = manifest.blob_bytes();
    report.new_blobs = copied.new_blobs;
    report.new_bytes = copied.new_bytes;
    auto const text = print_manifest(manifest);
    report.manifest_sha256 = sha256(text);
    TRY(target->prepare(report.name, text));
    auto entered = source.log.enter(
        source.database,
        {.type = EntryType::backup_made,
         .details = {{"target", report.name}, {"sha256", to_hex(report.manifest_sha256)}}});
    if (!entered) {
        target->drop(report.name);
        return tl::unexpected(std::move(entered).error());
    }
    TRY(target->publish(report.name));
    report.removed = target->sweep().value_or(0); // what stays goes with a later one
    return report;
}

Result<std::vector<std::string>> named_still(Database& database, std::vector<std::string> ids) {
    if (ids.empty())
        return ids;
    std::unordered_set<std::string> named;
    TRY(database.read([&](Sql& sql) {
        named.clear();
        return ledger_table::each_blob(sql, [&](std::int64_t, std::string const& id) {
            named.insert(id);
            return Result<void>{};
        });
    }));
    std::erase_if(ids, [&](std::string const& id) { return !named.contains(id); });
    return ids;
}

} // namespace leitstand
