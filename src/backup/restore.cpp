// SPDX-License-Identifier: EUPL-1.2
#include "backup/restore.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/archive.hpp"
#include "backup/facts.hpp"
#include "base/assert.hpp"
#include "store/blob_store.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kTextBytesMax = 1 << 20;
constexpr std::size_t kPieceBytes = 1 << 20;

Error write_error(Error error, fs::path const& file) {
    error.key = error.code == Code::no_space ? "disk.full" : "restore.cannot_write";
    error.detail = fmt::format("{}: {}", file.string(), error.detail);
    return error;
}

Result<FileDescriptor> new_file(fs::path const& file) {
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    FileDescriptor made{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!made.valid())
        return tl::unexpected(write_error(errno_error(errno, {}), file));
    return made;
}

// Takes the files of an archive and puts each where it belongs.
class Unpacking {
  public:
    Unpacking(RestoreOrder const& order, Restored& restored, BackupProgress const& progress)
        : order_(order), restored_(restored), progress_(progress) {}

    Result<ArchiveReader::TakePiece> begin(std::string const& name) {
        if (auto* const text = text_named(name))
            return into_text(*text);
        if (name == "database")
            return into_database();
        auto const top = name.substr(0, name.find('/'));
        if (top == "log" || (top.starts_with("log.") && top != name) || top == "catalogue" ||
            top == "models" || name == "recovery.sealed")
            return into_file(order_.home / name);
        return fail(Code::refused, "backup.newer", name);
    }
    Result<void> check_complete() const {
        if (restored_.master_key.empty() || restored_.settings.empty() || !has_database_)
            return fail(Code::damaged, "backup.damaged", "the archive lacks a file");
        return {};
    }

  private:
    std::string* text_named(std::string_view name) {
        return name == "settings"          ? &restored_.settings
               : name == "keys/master.key" ? &restored_.master_key
               : name == "keys/log.key"    ? &restored_.log_key
               : name == "facts"           ? &facts_
                                           : nullptr;
    }
    static ArchiveReader::TakePiece into_text(std::string& text) {
        return [&text](std::string_view piece) -> Result<void> {
            text += piece;
            if (text.size() > kTextBytesMax)
                return fail(Code::damaged, "backup.damaged", "a text in the archive is too large");
            return {};
        };
    }
    static Result<ArchiveReader::TakePiece> into_file(fs::path const& path) {
        auto file = std::make_shared<FileDescriptor>(TRY(new_file(path)));
        return [file, path](std::string_view piece) -> Result<void> {
            if (auto written = write_all(file->get(), piece); !written)
                return tl::unexpected(write_error(std::move(written).error(), path));
            if (piece.empty())
                file->close();
            return {};
        };
    }
    Result<ArchiveReader::TakePiece> into_database() {
        restored_.facts = TRY(parse_facts(facts_));
        std::shared_ptr<SnapshotWriter> writer =
            TRY(SnapshotWriter::open(restored_.database_url, restored_.facts));
        return [this, writer, bytes = std::uint64_t{0}](std::string_view piece) mutable {
            progress_("database", bytes += piece.size(), 0);
            if (!piece.empty())
                return writer->append(piece);
            has_database_ = true;
            return writer->finish();
        };
    }

    RestoreOrder const& order_;
    Restored& restored_;
    BackupProgress const& progress_;
    std::string facts_;
    bool has_database_ = false;
};

Result<void> unpack_archive(RestoreOrder const& order, Restored& restored,
                            BackupProgress const& progress) {
    auto const path = archive_path(order.source, restored.name);
    auto const reader = TRY(ArchiveReader::open(path, order.sheet));
    Unpacking unpacking{order, restored, progress};
    auto const read =
        TRY(reader->read([&](std::string const& name) { return unpacking.begin(name); }));
    if (read.size_bytes != restored.manifest.archive_bytes ||
        read.sha256 != restored.manifest.archive_sha256)
        return fail(Code::damaged, "backup.damaged",
                    fmt::format("{}: not the archive of its manifest", path.string()));
    return unpacking.check_complete();
}

tl::unexpected<Error> damaged_blob(fs::path const& file, char const* why) {
    return fail(Code::damaged, "backup.damaged", fmt::format("{}: {}", file.string(), why));
}

// The folder may have been in others' hands: a link, a pipe or a file without end is not read.
Result<FileDescriptor> open_blob(fs::path const& path, std::uint64_t size_bytes) {
    FileDescriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!file.valid() && errno == ENOENT)
        return damaged_blob(path, "missing");
    if (!file.valid() && errno == ELOOP)
        return damaged_blob(path, "a link");
    if (!file.valid())
        return tl::unexpected(errno_error(errno, "backup.cannot_read", path.string()));
    struct stat about {};
    if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) ||
        static_cast<std::uint64_t>(about.st_size) != size_bytes)
        return damaged_blob(path, "not the size of the manifest");
    return file;
}

// A copy whose bytes are those of the manifest, or an error.
Result<void> copy_blob(fs::path const& from, fs::path const& to, StoredFile const& blob) {
    auto const source = TRY(open_blob(from, blob.size_bytes));
    auto const file = TRY(new_file(to));
    Sha256 hash;
    std::string piece(kPieceBytes, '\0');
    for (std::uint64_t read_bytes = 0; read_bytes <= blob.size_bytes;) {
        auto const got = ::read(source.get(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "backup.cannot_read", from.string()));
        if (got == 0)
            break;
        read_bytes += static_cast<std::uint64_t>(got);
        auto const bytes = std::string_view{piece}.substr(0, static_cast<std::size_t>(got));
        hash.update(bytes);
        if (auto written = write_all(file.get(), bytes); !written)
            return tl::unexpected(write_error(std::move(written).error(), to));
    }
    forget_pages(source.get());
    if (hash.finish() != blob.sha256)
        return damaged_blob(from, "not the bytes of the manifest");
    return {};
}

Result<void> copy_blobs(RestoreOrder const& order, Manifest const& manifest,
                        BackupProgress const& progress) {
    std::uint64_t done = 0;
    for (auto const& blob : manifest.blobs) {
        progress("blobs", done++, manifest.blobs.size());
        TRY(copy_blob(blob_path(order.source / "blobs", blob.id),
                      blob_path(order.home / "blobs", blob.id), blob));
    }
    progress("blobs", done, manifest.blobs.size());
    return {};
}

Result<void> sync_all(fs::path const& folder) {
    FileDescriptor const opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened.valid() || ::syncfs(opened.get()) != 0)
        return tl::unexpected(write_error(errno_error(errno, {}), folder));
    return {};
}

} // namespace

Result<Restored> unpack_backup(RestoreOrder const& order, BackupProgress const& progress) {
    Restored restored;
    restored.name = TRY(choose_backup(order.source, order.name));
    auto const text = TRY(read_manifest_text(order.source, restored.name));
    restored.manifest = TRY(parse_manifest(text));
    restored.manifest_sha256 = sha256(text);
    // Names order the backups: under a later one an old backup would be the newest for ever.
    if (auto const time = name_time(restored.manifest.made); !restored.name.starts_with(time))
        return fail(Code::damaged, "backup.other_name",
                    fmt::format("{}: its name should begin with {}", restored.name, time));
    restored.database_url = order.database_url.empty()
                                ? fmt::format("sqlite:{}", (order.home / "leitstand.db").string())
                                : order.database_url;
    TRY(unpack_archive(order, restored, progress));
    TRY(copy_blobs(order, restored.manifest, progress));
    TRY(sync_all(order.home));
    return restored;
}

} // namespace leitstand
