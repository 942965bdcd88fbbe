// SPDX-License-Identifier: EUPL-1.2
// The log on disk: the folder of tiles, entry bundles and signed checkpoint of one log
// (c2sp.org/tlog-tiles), as it is served to others and copied for auditors. The order of writing is
// the promise: bundles and tiles are durable before the checkpoint that needs them, so that a kill
// or a full disk at any point leaves the last checkpoint with its whole tree. Format:
// docs/formats/log.md. Threads: append() one at a time; all else any.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/files.hpp"
#include "prove/checkpoint.hpp"
#include "prove/leaf.hpp"
#include "prove/log_key.hpp"
#include "prove/receipt.hpp"

namespace leitstand {

class LogFolder {
  public:
    // Opens the folder for writing, makes it where it is not, and checks its checkpoint against the
    // key and its right edge against the checkpoint. Errors: conflict "log.in_use" (another process
    // writes it), refused "log.other_origin", damaged "log.damaged" (with the file),
    // "log.cannot_read", "log.cannot_write", "disk.full".
    static Result<std::unique_ptr<LogFolder>> open(std::filesystem::path folder, LogKey key);
    ~LogFolder();

    std::uint64_t size() const;
    Checkpoint checkpoint() const;
    std::string signed_checkpoint() const; // as it is served
    VerifierKey const& verifier() const;

    // Adds leaves (kLeafBytes each, at most kLeavesAtOnceMax) after the entry size()-1 and returns
    // the new checkpoint once all of it is durable. The leaves of one index are always the same:
    // after an error or a kill the caller begins again at size(). Errors: no_space "disk.full",
    // unavailable "log.cannot_write"; the log stays at its old checkpoint.
    Result<Checkpoint> append(std::span<std::string const> leaves);

    // The proof for one entry in the form of c2sp.org/tlog-proof, which needs nothing else but the
    // log's public key (prove/receipt.hpp). It was checked before it is given. Errors: not_found
    // "log.no_entry", damaged "log.damaged", "log.cannot_read".
    Result<std::string> receipt(std::uint64_t index) const;
    // The same with what the leaf commits to. Error too: damaged "receipt.other_record".
    Result<std::string> receipt(std::uint64_t index, Opening const& opening) const;

    // That the log of `old_size` entries is a beginning of this one, for a witness. Errors: as
    // receipt(), bad_input "log.no_entry" unless 0 < old_size <= size().
    Result<std::vector<TreeHash>> consistency(std::uint64_t old_size) const;

  private:
    struct State;
    explicit LogFolder(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// The proof for one entry of a log that another process may be writing. Errors: as
// LogFolder::receipt(), not_found "log.missing", those of open_checkpoint().
Result<Receipt> read_receipt(std::filesystem::path const& folder, VerifierKey const& log,
                             std::uint64_t index);

// Keeps everybody else from writing a log for as long as the result lives, also while its folder is
// missing or is replaced: the lock is on a file beside it. Errors: conflict "log.in_use",
// "log.cannot_write".
Result<FileDescriptor> lock_log(std::filesystem::path const& folder);
std::filesystem::path lock_file(std::filesystem::path folder);

} // namespace leitstand
