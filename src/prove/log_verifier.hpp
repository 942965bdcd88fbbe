// SPDX-License-Identifier: EUPL-1.2
// Checks a log's folder offline, from the signature down to each entry: every tile and every bundle
// must lead to the signed root, none is believed for itself. Reads only; the folder may be a copy.
// Threads: any; uses `threads` of its own.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "prove/checkpoint.hpp"

namespace leitstand {

// What is wrong first, in the order of the log.
struct LogFault {
    std::string file;                   // below the log's folder, as "tile/0/000"
    std::optional<std::uint64_t> entry; // where one entry can be named
    std::string expected;
    std::string found;
};

struct LogReport {
    std::optional<Checkpoint> checkpoint; // none where it could not be opened
    std::vector<Signed> witnesses;
    std::uint64_t tiles = 0; // files that were checked
    std::uint64_t bundles = 0;
    std::uint64_t leftovers = 0; // files that no checkpoint needs: of an interrupted append
    std::optional<LogFault> fault;
};

struct LogVerifierOptions {
    unsigned threads = 2;
    std::vector<VerifierKey> witnesses; // each must have signed the checkpoint
    // A checkpoint that somebody kept and opened with the key of this log, or of the log that it
    // continues: the log must go on from it.
    std::optional<Checkpoint> known;
    std::stop_token stop; // ends it early, with "log.cannot_verify"
};

// Errors: only where nothing can be said, not_found "log.missing", "log.cannot_read", unavailable
// "log.cannot_verify". A fault of
// the log is an outcome in the report.
Result<LogReport> verify_log(std::filesystem::path const& folder, VerifierKey const& key,
                             LogVerifierOptions const& options = {});

// The key that the folder names itself. It proves nothing about who wrote the log until somebody
// compares it with one that came by another way. Errors: not_found "log.missing",
// "log.cannot_read", bad_input "vkey.malformed".
Result<VerifierKey> key_named_by(std::filesystem::path const& folder);

} // namespace leitstand
