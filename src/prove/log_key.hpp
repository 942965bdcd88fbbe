// SPDX-License-Identifier: EUPL-1.2
// The key that signs the checkpoints of one log, in a file of its own outside the data folder. The
// key's name is the log's origin, so that a log and its key cannot be taken for another's. The file
// is one line in the form of Go's sumdb/note, so that other tools can read it. Format:
// docs/formats/log.md. Threads: any after open().
#pragma once

#include <filesystem>
#include <string>

#include "base/crypto/signature.hpp"
#include "prove/note.hpp"

namespace leitstand {

struct LogKey {
    std::string name; // the origin of the log
    SigningKey secret;

    // Makes a new key in a new file (mode 0600). Errors: conflict "key_file.exists", not_found or
    // no_right "key_file.cannot_write", bad_input "log_key.name_wrong".
    static Result<LogKey> create(std::filesystem::path const& file, std::string name);
    // Errors: not_found "log_key.missing", refused "key_file.readable_by_others" and
    // "key_file.inside_data_folder", damaged "log_key.damaged".
    static Result<LogKey> open(std::filesystem::path const& file,
                               std::filesystem::path const& data_folder);

    VerifierKey verifier() const; // what others check the checkpoints with
};

} // namespace leitstand
