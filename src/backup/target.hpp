// SPDX-License-Identifier: EUPL-1.2
// The folder that takes backups: known again by its marker, written by one process at a time, with
// blobs that all its backups share. Format: docs/formats/backup.md. Threads: one.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backup/manifest.hpp"
#include "backup/pace.hpp"
#include "base/files.hpp"

namespace leitstand {

// The finished backups of a folder, oldest first; other files are none. Errors: not_found
// "backup.none" (no such folder, or it holds no backup), refused "backup.newer".
Result<std::vector<std::string>> backup_names(std::filesystem::path const& folder);

// The name of the newest backup, or `wished` itself where the folder holds it. Errors: those of
// backup_names(), not_found "backup.none".
Result<std::string> choose_backup(std::filesystem::path const& folder, std::string const& wished);

std::filesystem::path archive_path(std::filesystem::path const& folder, std::string_view name);
std::filesystem::path manifest_path(std::filesystem::path const& folder, std::string_view name);
// Errors: not_found "backup.none" (no backup of this name), those of parse_manifest().
Result<std::string> read_manifest_text(std::filesystem::path const& folder, std::string_view name);

// How far a long work is: of what, how much, of how much (0 where that is not known).
using BackupProgress =
    std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

class BackupTarget {
  public:
    // Makes the folder where it is not, and clears away what an interrupted backup left, but for
    // whole blobs. Errors: refused "backup.target_inside_data", "backup.target_foreign" (it holds
    // something else), "backup.target_links" (one of its folders is a link or of another disk, and
    // may be anybody's), "backup.newer"; conflict "backup.target_in_use"; no_space
    // "backup.target_full", "backup.cannot_write".
    static Result<std::unique_ptr<BackupTarget>> open(std::filesystem::path const& folder,
                                                      std::filesystem::path const& data_folder);
    std::filesystem::path const& folder() const { return folder_; }

    struct Copied {
        std::vector<StoredFile> blobs; // all that were asked for and are there now
        std::vector<std::string> missing;
        std::vector<std::string> damaged; // in `from`: other than a backup names them
        std::uint64_t new_blobs = 0;
        std::uint64_t new_bytes = 0;
    };
    // Copies those blobs of the store in `from` that are not here yet; durable when it returns. A
    // blob counts as being here if a backup named it with this length, or if its bytes are the
    // same. Blobs never change: where `from` has another length than a backup names, and what lies
    // here is what that named, this is kept and taken.
    Result<Copied> copy_blobs(std::filesystem::path const& from, std::vector<std::string> ids,
                              Pace& pace, BackupProgress const& progress);

    // The two steps that make a backup: first all is durable under names that do not count, then
    // it gets the names that do.
    Result<void> prepare(std::string_view name, std::string_view manifest);
    Result<void> publish(std::string_view name);
    void drop(std::string_view name); // of a backup that was prepared in vain
    std::filesystem::path archive_part(std::string_view name) const;

    // Removes the blobs that no backup names any more, because old ones were deleted; returns how
    // many. None while a manifest cannot be read, which may name any of them. Only after publish():
    // what an interrupted backup copied is not named yet.
    Result<std::uint64_t> sweep();

  private:
    explicit BackupTarget(std::filesystem::path folder) : folder_(std::move(folder)) {}

    struct Written {
        std::string id;
        FileDescriptor file;
    };
    Result<void> prepare_folder();
    Result<void> make_folder(std::filesystem::path const& folder) const;
    Result<void> check_folders() const;
    Result<void> claim();
    void clear_parts() const;
    Result<void> load_known();
    enum class Here : std::uint8_t { no, yes, only_here };
    Result<Here> look(std::filesystem::path const& source, StoredFile& blob, Pace& pace) const;
    Result<void> take(std::filesystem::path const& source, StoredFile blob, Copied& copied,
                      Pace& pace);
    Result<void> copy_one(std::filesystem::path const& source, StoredFile& blob, Pace& pace);
    Result<void> settle();
    Result<void> sync_all() const;
    Error write_error(Error error) const;

    std::filesystem::path folder_;
    FileDescriptor marker_;
    std::uint64_t device_ = 0;
    std::multimap<std::string, StoredFile, std::less<>> known_; // blobs that backups name
    std::vector<Written> written_;                              // copied, not synced, not named
    std::uint64_t written_bytes_ = 0;
};

} // namespace leitstand
