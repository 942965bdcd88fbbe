// SPDX-License-Identifier: EUPL-1.2
// The way back after a lost key file: a key pair is made once, its secret half is printed on a
// recovery sheet that lies in a safe, and the key file sealed for its public half may lie beside
// the data and in backups. Format: docs/formats/sealed.md. Threads: any.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/crypto/crypto.hpp"

namespace leitstand {

// Four lines of four groups of four signs ("1: 7H2K-…"), each line with its own check signs, so
// that a mistyped line can be named. Signs: Crockford's base 32
// (https://www.crockford.com/base32.html).
std::string recovery_code(SecretKey const& secret);

// Reads the code as a person types it: any case, spaces or hyphens or none, with or without line
// numbers; O counts as 0, I and L as 1. Errors: bad_input "recovery.code_wrong", the detail names
// the line.
Result<SecretKey> parse_recovery_code(std::string_view text);

// Twelve hex digits that stand on the sheet and in the sealed file, so that a person can tell which
// belong together.
std::string recovery_mark(std::string_view public_key);

// The sheet as German plain text, ready to print; `authority` and `made_on` stand in its head.
std::string recovery_sheet_text(RecoveryPair const& pair, std::string_view authority,
                                std::string_view made_on);

// Writes the key file that sealed_for_recovery() sealed. Errors: bad_input "recovery.other_sheet"
// (the code belongs to another sealed file), damaged "recovery.damaged", conflict
// "key_file.exists".
Result<void> restore_key_file(std::string_view sealed_text, SecretKey const& secret,
                              std::filesystem::path const& key_file);

} // namespace leitstand
