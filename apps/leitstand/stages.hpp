// SPDX-License-Identifier: EUPL-1.2
// How far a backup or a restoration is, for a person at a terminal: a bar for each stage. Threads:
// the main thread.
#pragma once

#include <optional>

#include "backup/target.hpp"
#include "base/crypto/crypto.hpp"
#include "terminal.hpp"

namespace leitstand::app {

class Stages {
  public:
    BackupProgress told();

  private:
    void at(std::string_view stage, std::uint64_t done, std::uint64_t total);
    std::string stage_;
    std::uint64_t done_ = 0;
    std::optional<Progress> bar_;
};

// The code of the recovery sheet: from a file, or typed on standard input where `file` is empty.
Result<SecretKey> sheet_code(std::filesystem::path const& file);

// Other accounts of the machine see what stands on a command line.
void warn_of_password(std::string const& database_url);

} // namespace leitstand::app
