// SPDX-License-Identifier: EUPL-1.2
// Sealed bytes on disk: a blob is written to a temporary file in authenticated chunks, synced, renamed into a sharded
// folder, and the folder synced, before anybody hears of it. Format: docs/formats/sealed.md.
// Threads: the store by any thread; one BlobWriter by one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/crypto/crypto.hpp"
#include "base/limits.hpp"

namespace leitstand {

struct BlobRef {
    std::string id;               // random, names the file
    std::uint64_t size_bytes = 0; // of the plain bytes
    std::string sha256;           // of the plain bytes, 32 raw bytes
};

class BlobWriter {
  public:
    virtual ~BlobWriter() = default;                        // without finish(): nothing stays
    virtual Result<void> append(std::string_view bytes) = 0; // any size; constant memory
    virtual std::uint64_t size_bytes() const = 0;
    virtual Result<BlobRef> finish() = 0;                   // durable when it returns
};

class BlobStore {
  public:
    // Makes missing folders, removes temporary files older than a day. Errors: no_right "data_folder.no_right" …
    static Result<std::unique_ptr<BlobStore>> open(std::filesystem::path const& folder);
    virtual ~BlobStore() = default;

    virtual Result<std::unique_ptr<BlobWriter>> begin(SecretKey const& key) = 0;
    Result<BlobRef> put(SecretKey const& key, std::string_view bytes); // begin, append, finish

    // Errors: not_found "blob.missing", damaged "blob.damaged" (any changed, cut or swapped byte), too_large.
    virtual Result<void> stream(BlobRef const& blob, SecretKey const& key,
                                std::function<Result<void>(std::string_view)> const& take) = 0;
    Result<std::string> read_all(BlobRef const& blob, SecretKey const& key, std::uint64_t size_bytes_max);

    virtual Result<void> remove(std::string const& blob_id) = 0;
    virtual Result<std::uint64_t> free_space_bytes() const = 0;
};

} // namespace leitstand
