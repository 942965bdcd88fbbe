// SPDX-License-Identifier: EUPL-1.2
#include "backup/target.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_set>

#include "base/crypto/crypto.hpp"
#include "base/ids.hpp"
#include "store/blob_store.hpp"
#include "store/secret_file.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMarker = "leitstand-backup";
constexpr std::string_view kMarkerHead = "leitstand backup ";
constexpr std::string_view kMarkerText = "leitstand backup 1\n";
constexpr std::uint64_t kManifestBytesMax = 4ULL << 30;
// One sync for many files; few enough that it does not hold up the syncs of others.
constexpr std::size_t kFilesAtOnce = 128;
constexpr std::uint64_t kBytesAtOnce = 8 << 20;

fs::path blobs_of(fs::path const& folder) {
    return folder / "blobs";
}
fs::path backups_of(fs::path const& folder) {
    return folder / "backups";
}

// Nothing there: no text. Error: refused "backup.newer".
Result<std::optional<std::string>> read_marker(fs::path const& folder) {
    auto const text = read_file(folder / kMarker, 4096);
    if (!text && text.error().code == Code::not_found)
        return std::optional<std::string>{};
    if (!text)
        return fail(text.error().code, "backup.cannot_read", text.error().detail);
    if (*text != kMarkerText && text->starts_with(kMarkerHead))
        return fail(Code::refused, "backup.newer", text->substr(0, text->find('\n')));
    return std::optional{*text};
}

// "20261127T081530.123456Z-1f3a9c04"
bool is_backup_name(std::string_view name) {
    constexpr std::string_view kForm = "00000000T000000.000000Z-xxxxxxxx";
    return name.size() == kForm.size() && std::ranges::equal(name, kForm, [](char sign, char form) {
               bool const digit = sign >= '0' && sign <= '9';
               return form == '0'   ? digit
                      : form == 'x' ? digit || (sign >= 'a' && sign <= 'f')
                                    : sign == form;
           });
}

// The folders that hold blobs under their names.
bool is_shard(std::string_view name) {
    return name.size() == 2 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_not_there(fs::path const& path) {
    struct stat about {};
    return ::lstat(path.c_str(), &about) != 0 && errno == ENOENT;
}

Result<std::string> hash_of(fs::path const& path, Pace& pace) {
    Sha256 hash;
    TRY(read_pieces(path, [&](std::string_view piece) -> Result<void> {
        pace.spend(piece.size());
        hash.update(piece);
        return {};
    }));
    return hash.finish();
}

std::optional<std::uint64_t> size_of(fs::path const& path) {
    struct stat about {};
    if (::lstat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode))
        return std::nullopt;
    return static_cast<std::uint64_t>(about.st_size);
}

} // namespace

fs::path archive_path(fs::path const& folder, std::string_view name) {
    return backups_of(folder) / fmt::format("{}.archive", name);
}
fs::path manifest_path(fs::path const& folder, std::string_view name) {
    return backups_of(folder) / fmt::format("{}.manifest", name);
}

Result<std::vector<std::string>> backup_names(fs::path const& folder) {
    if (TRY(read_marker(folder)) != kMarkerText)
        return fail(Code::not_found, "backup.none", folder.string());
    std::vector<std::string> names;
    std::error_code problem;
    for (fs::directory_iterator entry{backups_of(folder), problem}, end; !problem && entry != end;
         entry.increment(problem))
        if (entry->path().extension() == ".manifest" &&
            is_backup_name(entry->path().stem().string()))
            names.push_back(entry->path().stem().string());
    if (problem && problem != std::errc::no_such_file_or_directory)
        return tl::unexpected(
            errno_error(problem.value(), "backup.cannot_read", backups_of(folder).string()));
    std::ranges::sort(names); // they begin with the time
    return names;
}

Result<std::string> choose_backup(fs::path const& folder, std::string const& wished) {
    auto const names = TRY(backup_names(folder));
    if (wished.empty() && !names.empty())
        return names.back();
    if (std::ranges::find(names, wished) == names.end())
        return fail(Code::not_found, "backup.none", archive_path(folder, wished).string());
    return wished;
}

Result<std::string> read_manifest_text(fs::path const& folder, std::string_view name) {
    auto text = read_regular_file(manifest_path(folder, name), kManifestBytesMax);
    if (!text)
        return fail(text.error().code,
                    text.error().code == Code::not_found ? "backup.none" : "backup.cannot_read",
                    text.error().detail);
    return text;
}

Error BackupTarget::write_error(Error error) const {
    error.key = error.code == Code::no_space ? "backup.target_full" : "backup.cannot_write";
    error.detail = fmt::format("{}: {}", folder_.string(), error.detail);
    return error;
}

Result<std::unique_ptr<BackupTarget>> BackupTarget::open(fs::path const& folder,
                                                         fs::path const& data_folder) {
    if (!check_outside(folder, data_folder))
        return fail(Code::refused, "backup.target_inside_data", folder.string());
    auto target = std::unique_ptr<BackupTarget>{new BackupTarget{fs::absolute(folder)}};
    TRY(target->prepare_folder());
    TRY(target->claim());
    TRY(target->check_folders());
    target->clear_parts();
    TRY(target->load_known());
    return target;
}

// The marker comes first, so that what was begun is known again.
Result<void> BackupTarget::prepare_folder() {
    struct stat about {};
    if ((::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) ||
        ::stat(folder_.c_str(), &about) != 0)
        return tl::unexpected(write_error(errno_error(errno, {})));
    if (!S_ISDIR(about.st_mode))
        return tl::unexpected(write_error(errno_error(ENOTDIR, {})));
    device_ = about.st_dev;
    auto const marker = TRY(read_marker(folder_));
    std::error_code problem;
    if (!marker && !fs::is_empty(folder_, problem))
        return fail(Code::refused, "backup.target_foreign", folder_.string());
    if (marker && *marker != kMarkerText)
        return fail(Code::refused, "backup.target_foreign", folder_.string());
    if (!marker)
        if (auto written = write_file_durably(folder_ / kMarker, kMarkerText); !written)
            return tl::unexpected(write_error(std::move(written).error()));
    TRY(make_folder(backups_of(folder_)));
    TRY(make_folder(blobs_of(folder_)));
    return make_folder(blobs_of(folder_) / "new");
}

// Makes a folder of the target where it is not. Whoever else may write here can put a link in its
// place, to the data folder even, where this program would then clear up. And one sync is for one
// disk.
Result<void> BackupTarget::make_folder(fs::path const& folder) const {
    struct stat about {};
    if ((::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) ||
        ::lstat(folder.c_str(), &about) != 0)
        return tl::unexpected(write_error(errno_error(errno, {}, folder.string())));
    if (!S_ISDIR(about.st_mode) || about.st_dev != device_)
        return fail(Code::refused, "backup.target_links", folder.string());
    return {};
}

Result<void> BackupTarget::check_folders() const {
    std::error_code problem;
    for (fs::directory_iterator entry{blobs_of(folder_), problem}, end; !problem && entry != end;
         entry.increment(problem))
        if (is_shard(entry->path().filename().string()))
            TRY(make_folder(entry->path()));
    if (problem)
        return tl::unexpected(
            errno_error(problem.value(), "backup.cannot_read", blobs_of(folder_).string()));
    return {};
}

// Opened for writing: on NFS and CIFS the lock is one of byte ranges, which needs that.
Result<void> BackupTarget::claim() {
    marker_ = FileDescriptor{::open((folder_ / kMarker).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC)};
    if (!marker_.valid())
        return tl::unexpected(write_error(errno_error(errno, {}, std::string{kMarker})));
    if (::flock(marker_.get(), LOCK_EX | LOCK_NB) == 0)
        return {};
    if (errno == EWOULDBLOCK)
        return fail(Code::conflict, "backup.target_in_use", folder_.string());
    return tl::unexpected(write_error(errno_error(errno, {}, "flock")));
}

// Whatever stays is met again when it is written. What may belong to a backup stays: an archive
// goes only where its manifest is certainly not there.
void BackupTarget::clear_parts() const {
    std::error_code problem;
    for (fs::directory_iterator entry{blobs_of(folder_) / "new", problem}, end;
         !problem && entry != end; entry.increment(problem))
        ::unlink(entry->path().c_str());
    std::vector<fs::path> archives;
    for (fs::directory_iterator entry{backups_of(folder_), problem}, end; !problem && entry != end;
         entry.increment(problem)) {
        if (entry->path().extension() == ".part")
            ::unlink(entry->path().c_str());
        else if (entry->path().extension() == ".archive")
            archives.push_back(entry->path());
    }
    for (auto const& archive : archives)
        if (!problem && is_not_there(manifest_path(folder_, archive.stem().string())))
            ::unlink(archive.c_str());
}

// A manifest that cannot be read is no hindrance: its blobs are compared instead.
Result<void> BackupTarget::load_known() {
    for (auto const& name : TRY(backup_names(folder_))) {
        auto const text = read_manifest_text(folder_, name);
        auto manifest = text ? parse_manifest(*text) : tl::unexpected(text.error());
        if (!manifest && manifest.error().code == Code::refused)
            return tl::unexpected(std::move(manifest).error()); // of a newer program
        if (!manifest)
            continue;
        for (auto& blob : manifest->blobs) {
            auto const [first, last] = known_.equal_range(blob.id);
            if (std::none_of(first, last, [&](auto const& known) { return known.second == blob; }))
                known_.emplace(blob.id, std::move(blob));
        }
    }
    return {};
}

Result<BackupTarget::Here> BackupTarget::look(fs::path const& source, StoredFile& blob,
                                              Pace& pace) const {
    auto const here = blob_path(blobs_of(folder_), blob.id);
    auto const size_bytes = size_of(here);
    if (!size_bytes)
        return Here::no;
    auto const [first, last] = known_.equal_range(blob.id);
    for (auto known = first; known != last; ++known) {
        if (known->second.size_bytes != size_bytes)
            continue;
        if (blob.size_bytes == size_bytes) {
            blob = known->second;
            return Here::yes;
        }
        if (TRY(hash_of(here, pace)) == known->second.sha256) {
            blob = known->second;
            return Here::only_here;
        }
    }
    if (blob.size_bytes != size_bytes)
        return Here::no;
    blob.sha256 = TRY(hash_of(source, pace));
    return TRY(hash_of(here, pace)) == blob.sha256 ? Here::yes : Here::no;
}

Result<void> BackupTarget::copy_one(fs::path const& source, StoredFile& blob, Pace& pace) {
    auto const path = blobs_of(folder_) / "new" / blob.id;
    ::unlink(path.c_str()); // what an interrupted one left
    FileDescriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file.valid())
        return tl::unexpected(write_error(errno_error(errno, {}, blob.id)));
    Sha256 hash;
    blob.size_bytes = 0;
    TRY(read_pieces(source, [&](std::string_view piece) -> Result<void> {
        pace.spend(piece.size());
        hash.update(piece);
        blob.size_bytes += piece.size();
        if (auto written = write_all(file.get(), piece); !written)
            return tl::unexpected(write_error(std::move(written).error()));
        // The disk begins at once, so that the sync has little left to do.
        ::sync_file_range(file.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
        return {};
    }));
    blob.sha256 = hash.finish();
    written_bytes_ += blob.size_bytes;
    written_.push_back({blob.id, std::move(file)});
    return written_.size() < kFilesAtOnce && written_bytes_ < kBytesAtOnce ? Result<void>{}
                                                                           : settle();
}

Result<void> BackupTarget::sync_all() const {
    if (::syncfs(marker_.get()) != 0)
        return tl::unexpected(write_error(errno_error(errno, {}, "sync")));
    return {};
}

// Bytes first, names after: a blob under its name is whole.
Result<void> BackupTarget::settle() {
    if (written_.empty())
        return {};
    TRY(sync_all());
    for (auto const& [id, file] : written_) {
        auto const place = blob_path(blobs_of(folder_), id);
        TRY(make_folder(place.parent_path()));
        if (::rename((blobs_of(folder_) / "new" / id).c_str(), place.c_str()) != 0)
            return tl::unexpected(write_error(errno_error(errno, {}, id)));
        forget_pages(file.get());
    }
    written_.clear();
    written_bytes_ = 0;
    return {};
}

Result<void> BackupTarget::take(fs::path const& source, StoredFile blob, Copied& copied,
                                Pace& pace) {
    auto const here = TRY(look(source, blob, pace));
    if (here == Here::no) {
        auto const [first, last] = known_.equal_range(blob.id);
        bool const is_other = first != last && std::none_of(first, last, [&](auto const& known) {
                                  return known.second.size_bytes == blob.size_bytes;
                              });
        TRY(copy_one(source, blob, pace));
        ++copied.new_blobs;
        copied.new_bytes += blob.size_bytes;
        if (is_other)
            copied.damaged.push_back(blob.id);
    }
    if (here == Here::only_here)
        copied.damaged.push_back(blob.id);
    copied.blobs.push_back(std::move(blob));
    return {};
}

Result<BackupTarget::Copied> BackupTarget::copy_blobs(fs::path const& from,
                                                      std::vector<std::string> ids, Pace& pace,
                                                      BackupProgress const& progress) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    Copied copied;
    for (std::size_t at = 0; at < ids.size(); ++at) {
        progress("blobs", at, ids.size());
        auto const source = blob_path(from, ids[at]);
        auto const size_bytes = size_of(source);
        if (!size_bytes) {
            copied.missing.push_back(ids[at]);
            continue;
        }
        auto taken = take(source, {ids[at], *size_bytes, {}}, copied, pace);
        if (!taken && taken.error().code == Code::not_found && !size_of(source))
            copied.missing.push_back(ids[at]); // deleted meanwhile
        else
            TRY(std::move(taken));
    }
    TRY(settle());
    TRY(sync_all()); // the names
    progress("blobs", ids.size(), ids.size());
    return copied;
}

fs::path BackupTarget::archive_part(std::string_view name) const {
    return backups_of(folder_) / fmt::format("{}.archive.part", name);
}

Result<void> BackupTarget::prepare(std::string_view name, std::string_view manifest) {
    auto const part = backups_of(folder_) / fmt::format("{}.manifest.part", name);
    if (auto written = write_file_durably(part, manifest); !written)
        return tl::unexpected(write_error(std::move(written).error()));
    return {};
}

Result<void> BackupTarget::publish(std::string_view name) {
    for (auto const& place : {archive_path(folder_, name), manifest_path(folder_, name)}) {
        if (::rename((place.string() + ".part").c_str(), place.c_str()) != 0)
            return tl::unexpected(write_error(errno_error(errno, {}, place.string())));
        if (auto synced = sync_directory(backups_of(folder_)); !synced)
            return tl::unexpected(write_error(std::move(synced).error()));
    }
    return {};
}

Result<std::uint64_t> BackupTarget::sweep() {
    std::unordered_set<std::string> named;
    for (auto const& name : TRY(backup_names(folder_))) {
        auto const manifest = parse_manifest(TRY(read_manifest_text(folder_, name)));
        if (!manifest)
            return std::uint64_t{0};
        for (auto const& blob : manifest->blobs)
            named.insert(blob.id);
    }
    std::uint64_t removed = 0;
    std::error_code problem;
    for (fs::directory_iterator shard{blobs_of(folder_), problem}, end; !problem && shard != end;
         shard.increment(problem)) {
        if (!is_shard(shard->path().filename().string()) || !make_folder(shard->path()))
            continue;
        for (fs::directory_iterator entry{shard->path(), problem}; !problem && entry != end;
             entry.increment(problem)) {
            auto const id = entry->path().filename().string();
            if (is_id(id) && !named.contains(id) && ::unlink(entry->path().c_str()) == 0)
                ++removed;
        }
    }
    return removed;
}

void BackupTarget::drop(std::string_view name) {
    for (auto const& place : {archive_path(folder_, name), manifest_path(folder_, name)})
        ::unlink((place.string() + ".part").c_str());
}

} // namespace leitstand
