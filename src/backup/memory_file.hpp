// SPDX-License-Identifier: EUPL-1.2
// A key that a backup brought, as a file that no disk ever sees: those who open key files find it
// under path() while the object lives. Threads: any after make().
#pragma once

#include <filesystem>
#include <string_view>

#include "base/files.hpp"

namespace leitstand {

class MemoryFile {
  public:
    // Error: unavailable "backup.cannot_read".
    static Result<MemoryFile> make(std::string_view text);
    std::filesystem::path path() const;

  private:
    explicit MemoryFile(FileDescriptor file) : file_(std::move(file)) {}
    FileDescriptor file_;
};

} // namespace leitstand
