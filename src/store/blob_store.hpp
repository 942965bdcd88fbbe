// SPDX-License-Identifier: EUPL-1.2
// Sealed bytes on disk: a blob is written to a temporary file in authenticated chunks, synced,
// renamed into a sharded folder, and the folder synced, before anybody hears of it. Format:
// docs/formats/sealed.md. Each blob has a stream key of its own, derived from the item's key and
// the blob's id. Threads: the store by any thread; one BlobWriter by one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/crypto/crypto.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"

namespace leitstand {

struct BlobRef {
    std::string id;               // random, names the file
    std::uint64_t size_bytes = 0; // of the plain bytes
    std::string sha256;           // of the plain bytes, 32 raw bytes
};

// Where a blob lies below the folder of its store.
std::filesystem::path blob_path(std::filesystem::path const& folder, std::string_view blob_id);

class BlobWriter {
  public:
    virtual ~BlobWriter() = default;                         // without finish(): nothing stays
    virtual Result<void> append(std::string_view bytes) = 0; // any size; constant memory
    virtual std::uint64_t size_bytes() const = 0;
    // Durable when it returns; once only, and not after an append() that failed.
    virtual Result<BlobRef> finish() = 0;
    // Errors of all: no_space "disk.full", no_right or unavailable "blob.cannot_write".
};

class BlobStore {
  public:
    // Makes missing folders, removes temporary files older than a day. Errors: no_right
    // "data_folder.no_right", no_space "disk.full", unavailable "blob.cannot_write".
    static Result<std::unique_ptr<BlobStore>> open(std::filesystem::path const& folder);
    virtual ~BlobStore() = default;

    virtual Result<std::unique_ptr<BlobWriter>> begin(SecretKey const& key) = 0;
    Result<BlobRef> put(SecretKey const& key, std::string_view bytes); // begin, append, finish

    // Hands out the plain bytes in order. Each chunk is authentic when it is handed out; that the
    // end is right as well is known only when stream() returns. Errors: not_found "blob.missing",
    // damaged "blob.damaged" (any changed, cut or swapped byte, another key, other size or hash
    // than in `blob`), unavailable "blob.cannot_read"; those of `take`.
    virtual Result<void> stream(BlobRef const& blob, SecretKey const& key,
                                std::function<Result<void>(std::string_view)> const& take) = 0;
    // Opens the whole blob and hands nothing out, for who has its key and not its row: every chunk
    // is authentic and in its place, and the last one is the end. Errors: as stream().
    virtual Result<void> check(std::string const& blob_id, SecretKey const& key) = 0;
    // As stream(); too_large "blob.too_large".
    Result<std::string> read_all(BlobRef const& blob, SecretKey const& key,
                                 std::uint64_t size_bytes_max);

    // Durable when it returns; no error if there is no such blob.
    virtual Result<void> remove(std::string const& blob_id) = 0;
    virtual Result<std::uint64_t> free_space_bytes() const = 0;

    // For `leitstand doctor`: every blob on disk, in no order. A blob younger than the caller's
    // longest intake may not have its row yet.
    struct Stored {
        std::string id;
        std::uint64_t stored_bytes = 0; // of the sealed file
        Instant stored_at;
    };
    virtual Result<void> each(std::function<Result<void>(Stored const&)> const& take) = 0;

    // Removes temporary files older than `age`; returns how many.
    virtual Result<std::size_t> sweep(std::chrono::seconds age) = 0;
};

} // namespace leitstand
