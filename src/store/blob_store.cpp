// SPDX-License-Identifier: EUPL-1.2
#include "store/blob_store.hpp"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/files.hpp"
#include "base/ids.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kMagic{"LSBLOB\0\1", 8}; // the last byte is the version
constexpr std::chrono::hours kTemporaryAgeMax{24};

// A full disk has one name wherever it shows; everything else keeps its code under the store's key.
Error write_error(Error error) {
    error.key = error.code == Code::no_space ? "disk.full" : "blob.cannot_write";
    if (error.code == Code::not_found)
        error.code = Code::unavailable; // the folder went away
    return error;
}

Error write_error(std::filesystem::path const& path) {
    return write_error(errno_error(errno, "blob.cannot_write", path.string()));
}

SecretKey stream_key(SecretKey const& key, std::string_view blob_id) {
    return derive_key(key, fmt::format("blob/{}", blob_id));
}

class FolderBlobStore final : public BlobStore {
  public:
    explicit FolderBlobStore(std::filesystem::path folder)
        : folder_(std::move(folder)), temporary_(folder_ / "tmp") {}

    Result<void> prepare();
    Result<std::unique_ptr<BlobWriter>> begin(SecretKey const& key) override;
    Result<void> stream(BlobRef const& blob, SecretKey const& key,
                        std::function<Result<void>(std::string_view)> const& take) override;
    Result<void> check(std::string const& blob_id, SecretKey const& key) override {
        return each_chunk(blob_id, key, [](std::string_view) -> Result<void> { return {}; });
    }
    Result<void> remove(std::string const& blob_id) override;
    Result<std::uint64_t> free_space_bytes() const override {
        return leitstand::free_space_bytes(folder_);
    }
    Result<void> each(std::function<Result<void>(Stored const&)> const& take) override;
    Result<std::size_t> sweep(std::chrono::seconds age) override;

    std::filesystem::path shard(std::string_view blob_id) const {
        return folder_ / blob_id.substr(0, 2);
    }
    // Makes the shard's folder, durably, before the first blob of this process goes into it.
    Result<void> prepare_shard(std::string_view blob_id) const;
    std::filesystem::path const& temporary() const { return temporary_; }

  private:
    static constexpr std::size_t kShards = 256;

    Result<void> each_chunk(std::string const& blob_id, SecretKey const& key,
                            std::function<Result<void>(std::string_view)> const& take) const;

    std::filesystem::path folder_;
    std::filesystem::path temporary_;
    mutable std::mutex shards_mutex_;
    mutable std::array<std::atomic<bool>, kShards> durable_shards_{};
};

class FileBlobWriter final : public BlobWriter {
  public:
    FileBlobWriter(FolderBlobStore const& store, SecretKey const& key)
        : store_(store), id_(new_id()), path_(store.temporary() / id_),
          sealing_(stream_key(key, id_)) {
        sealed_ = kMagic;
        sealed_ += sealing_.header();
    }
    ~FileBlobWriter() override {
        if (exists_)
            ::unlink(path_.c_str());
    }

    Result<void> create() {
        file_ =
            FileDescriptor{::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        if (!file_.valid())
            return tl::unexpected(write_error(path_));
        exists_ = true;
        return {};
    }

    Result<void> append(std::string_view bytes) override;
    std::uint64_t size_bytes() const override { return size_bytes_; }
    Result<BlobRef> finish() override;

  private:
    Result<void> write_out();
    Result<void> publish();

    FolderBlobStore const& store_;
    std::string id_;
    std::filesystem::path path_;
    SealStream sealing_;
    FileDescriptor file_;
    bool exists_ = false; // under path_
    bool usable_ = true;  // neither finished nor failed
    std::string plain_; // not sealed yet: at most one chunk, since only the last chunk may be short
    std::string sealed_; // not written yet
    Sha256 hash_;
    std::uint64_t size_bytes_ = 0;
};

Result<void> FileBlobWriter::append(std::string_view bytes) {
    ASSERT(usable_);
    hash_.update(bytes);
    size_bytes_ += bytes.size();
    while (!bytes.empty()) {
        if (plain_.size() == kChunkBytes) {
            sealed_ += sealing_.chunk(plain_, false);
            plain_.clear();
            TRY(write_out());
        }
        auto const part = bytes.substr(0, kChunkBytes - plain_.size());
        plain_ += part;
        bytes.remove_prefix(part.size());
    }
    return {};
}

Result<void> FileBlobWriter::write_out() {
    auto written = write_all(file_.get(), sealed_);
    sealed_.clear();
    if (!written) {
        usable_ = false;
        return tl::unexpected(write_error(std::move(written).error()));
    }
    return {};
}

Result<BlobRef> FileBlobWriter::finish() {
    ASSERT(usable_);
    sealed_ += sealing_.chunk(plain_, true);
    TRY(write_out());
    usable_ = false;
    TRY(publish());
    return BlobRef{id_, size_bytes_, hash_.finish()};
}

// The order is the promise: bytes, then their name, then the folder that holds the name.
Result<void> FileBlobWriter::publish() {
    FAULT_POINT("blob.before_sync");
    if (auto synced = sync_file(file_.get()); !synced)
        return tl::unexpected(write_error(std::move(synced).error()));
    file_.close();
    FAULT_POINT("blob.before_rename");
    TRY(store_.prepare_shard(id_));
    auto const folder = store_.shard(id_);
    auto const place = folder / id_;
    if (::rename(path_.c_str(), place.c_str()) != 0)
        return tl::unexpected(write_error(place));
    exists_ = false;
    FAULT_POINT("blob.before_directory_sync");
    if (auto synced = sync_directory(folder); !synced) {
        ::unlink(place.c_str()); // nobody has heard of it
        return tl::unexpected(write_error(std::move(synced).error()));
    }
    FAULT_POINT("blob.after_directory_sync");
    return {};
}

// Makes a folder if it is missing; says whether it was.
Result<bool> make_folder(std::filesystem::path const& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0)
        return true;
    if (errno == EEXIST)
        return false;
    auto error = errno_error(errno, "data_folder.no_right", folder.string());
    return tl::unexpected(error.code == Code::no_right ? std::move(error)
                                                       : write_error(std::move(error)));
}

std::size_t shard_number(std::string_view name) {
    std::size_t number = 0;
    std::from_chars(name.data(), name.data() + 2, number, 16);
    return number;
}

Result<void> FolderBlobStore::prepare() {
    if (TRY(make_folder(folder_)))
        TRY(sync_directory(std::filesystem::absolute(folder_).parent_path()));
    TRY(make_folder(temporary_));
    if (::access(temporary_.c_str(), W_OK | X_OK) != 0)
        return tl::unexpected(errno_error(errno, "data_folder.no_right", temporary_.string()));
    std::vector<std::size_t> there;
    for (std::size_t number = 0; number < kShards; ++number)
        if (::access((folder_ / fmt::format("{:02x}", number)).c_str(), F_OK) == 0)
            there.push_back(number);
    TRY(sync_directory(folder_)); // after looking: what was seen is durable now, whoever made it
    for (auto const number : there)
        durable_shards_[number] = true;
    TRY(sweep(kTemporaryAgeMax));
    return {};
}

Result<void> FolderBlobStore::prepare_shard(std::string_view blob_id) const {
    auto& durable = durable_shards_[shard_number(blob_id)];
    if (durable)
        return {};
    std::scoped_lock const lock{shards_mutex_};
    if (durable)
        return {};
    TRY(make_folder(shard(blob_id)));
    FAULT_POINT("blob.before_shard_sync");
    if (auto synced = sync_directory(folder_); !synced)
        return tl::unexpected(write_error(std::move(synced).error()));
    durable = true;
    return {};
}

Result<std::unique_ptr<BlobWriter>> FolderBlobStore::begin(SecretKey const& key) {
    auto writer = std::make_unique<FileBlobWriter>(*this, key);
    TRY(writer->create());
    return writer;
}

// Fills `buffer` up to `wanted` bytes; fewer only at the end of the file.
Result<void> read_up_to(int fd, std::string& buffer, std::size_t wanted) {
    buffer.resize(wanted);
    std::size_t filled = 0;
    while (filled < wanted) {
        auto const got = ::read(fd, buffer.data() + filled, wanted - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "blob.cannot_read"));
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    buffer.resize(filled);
    return {};
}

auto blob_damaged(std::string_view blob_id, char const* why) {
    return fail(Code::damaged, "blob.damaged", fmt::format("{}: {}", blob_id, why));
}

Result<void>
FolderBlobStore::each_chunk(std::string const& blob_id, SecretKey const& key,
                            std::function<Result<void>(std::string_view)> const& take) const {
    if (!is_id(blob_id))
        return fail(Code::not_found, "blob.missing", "not an id");
    auto const path = shard(blob_id) / blob_id;
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.valid())
        return tl::unexpected(
            errno_error(errno, errno == ENOENT ? "blob.missing" : "blob.cannot_read", blob_id));
    std::string sealed;
    TRY(read_up_to(file.get(), sealed, kMagic.size() + OpenStream::header_bytes()));
    if (!sealed.starts_with(kMagic))
        return blob_damaged(blob_id, "magic");
    auto opening =
        OpenStream::start(stream_key(key, blob_id), std::string_view{sealed}.substr(kMagic.size()));
    if (!opening)
        return blob_damaged(blob_id, "header");
    for (bool is_last = false; !is_last;) {
        TRY(read_up_to(file.get(), sealed, kChunkBytes + OpenStream::overhead_bytes()));
        auto const chunk = opening->chunk(sealed);
        if (!chunk)
            return blob_damaged(blob_id, "chunk");
        is_last = chunk->is_last;
        TRY(take(chunk->plain));
    }
    TRY(read_up_to(file.get(), sealed, 1));
    if (!sealed.empty())
        return blob_damaged(blob_id, "bytes after the end");
    return {};
}

Result<void> FolderBlobStore::stream(BlobRef const& blob, SecretKey const& key,
                                     std::function<Result<void>(std::string_view)> const& take) {
    Sha256 hash;
    std::uint64_t size_bytes = 0;
    TRY(each_chunk(blob.id, key, [&](std::string_view plain) -> Result<void> {
        size_bytes += plain.size();
        if (size_bytes > blob.size_bytes)
            return blob_damaged(blob.id, "longer than its row says");
        hash.update(plain);
        return plain.empty() ? Result<void>{} : take(plain);
    }));
    if (size_bytes != blob.size_bytes || !equal_in_constant_time(hash.finish(), blob.sha256))
        return blob_damaged(blob.id, "not the bytes of its row");
    return {};
}

Result<void> FolderBlobStore::remove(std::string const& blob_id) {
    if (!is_id(blob_id))
        return fail(Code::not_found, "blob.missing", "not an id");
    auto const folder = shard(blob_id);
    if (::unlink((folder / blob_id).c_str()) != 0 && errno != ENOENT)
        return tl::unexpected(write_error(folder / blob_id));
    auto synced = sync_directory(folder);
    if (!synced && synced.error().code != Code::not_found) // a shard that was never made
        return tl::unexpected(write_error(std::move(synced).error()));
    return {};
}

Instant changed_at(struct stat const& about) {
    return Instant{static_cast<std::int64_t>(about.st_mtim.tv_sec) * 1'000'000 +
                   about.st_mtim.tv_nsec / 1'000};
}

// Calls `take` for each regular file of a folder. A file that goes away meanwhile is passed over.
Result<void> each_file(
    std::filesystem::path const& folder,
    std::function<Result<void>(std::filesystem::path const&, struct stat const&)> const& take) {
    std::error_code problem;
    for (std::filesystem::directory_iterator entry{folder, problem}, end; !problem && entry != end;
         entry.increment(problem)) {
        struct stat about {};
        if (::lstat(entry->path().c_str(), &about) == 0 && S_ISREG(about.st_mode))
            TRY(take(entry->path(), about));
    }
    if (problem && problem != std::errc::no_such_file_or_directory) // a shard without blobs
        return tl::unexpected(errno_error(problem.value(), "blob.cannot_read", folder.string()));
    return {};
}

Result<void> FolderBlobStore::each(std::function<Result<void>(Stored const&)> const& take) {
    for (std::size_t number = 0; number < kShards; ++number)
        TRY(each_file(folder_ / fmt::format("{:02x}", number),
                      [&](auto const& path, auto const& about) -> Result<void> {
                          auto const id = path.filename().string();
                          return is_id(id) ? take({id, static_cast<std::uint64_t>(about.st_size),
                                                   changed_at(about)})
                                           : Result<void>{};
                      }));
    return {};
}

Result<std::size_t> FolderBlobStore::sweep(std::chrono::seconds age) {
    auto const now = system_time().now();
    std::size_t removed = 0;
    TRY(each_file(temporary_, [&](auto const& path, auto const& about) -> Result<void> {
        if (now.microseconds - changed_at(about).microseconds >= age.count() * 1'000'000 &&
            ::unlink(path.c_str()) == 0)
            ++removed;
        return {};
    }));
    return removed;
}

} // namespace

std::filesystem::path blob_path(std::filesystem::path const& folder, std::string_view blob_id) {
    return folder / blob_id.substr(0, 2) / blob_id;
}

Result<std::unique_ptr<BlobStore>> BlobStore::open(std::filesystem::path const& folder) {
    auto store = std::make_unique<FolderBlobStore>(folder);
    TRY(store->prepare());
    return store;
}

Result<BlobRef> BlobStore::put(SecretKey const& key, std::string_view bytes) {
    auto writer = TRY(begin(key));
    TRY(writer->append(bytes));
    return writer->finish();
}

Result<std::string> BlobStore::read_all(BlobRef const& blob, SecretKey const& key,
                                        std::uint64_t size_bytes_max) {
    if (blob.size_bytes > size_bytes_max)
        return fail(Code::too_large, "blob.too_large", blob.id);
    std::string bytes;
    bytes.reserve(blob.size_bytes);
    TRY(stream(blob, key, [&](std::string_view chunk) -> Result<void> {
        bytes += chunk;
        return {};
    }));
    return bytes;
}

} // namespace leitstand
