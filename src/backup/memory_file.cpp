// SPDX-License-Identifier: EUPL-1.2
#include "backup/memory_file.hpp"

#include <cerrno>
#include <sys/mman.h>
#include <sys/stat.h>

namespace leitstand {

Result<MemoryFile> MemoryFile::make(std::string_view text) {
    FileDescriptor file{::memfd_create("key", MFD_CLOEXEC)};
    if (!file.valid() || ::fchmod(file.get(), 0600) != 0)
        return tl::unexpected(errno_error(errno, "backup.cannot_read", "memory file"));
    TRY(write_all(file.get(), text));
    return MemoryFile{std::move(file)};
}

std::filesystem::path MemoryFile::path() const {
    return fmt::format("/proc/self/fd/{}", file_.get());
}

} // namespace leitstand
