// SPDX-License-Identifier: EUPL-1.2
// Files that survive: write, fsync, rename, fsync of the directory, in this order; and file
// descriptors that close themselves. ENOSPC and EDQUOT become Code::no_space. An fsync that failed
// is never tried again (the page cache may have dropped the data). Threads: any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

class FileDescriptor {
  public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(FileDescriptor const&) = delete;
    FileDescriptor& operator=(FileDescriptor const&) = delete;
    ~FileDescriptor() { close(); }

    int get() const { return fd_; }
    bool valid() const { return fd_ >= 0; }
    int release();
    void close();

  private:
    int fd_ = -1;
};

Error errno_error(int number, std::string key, std::string detail = {});

Result<std::string> read_file(std::filesystem::path const& path, std::uint64_t size_bytes_max);
// The same of a file from others' hands: a pipe in its place must not hold its reader up. Errors
// too: bad_input "file.not_regular"; not_found also where a part of the path is no folder.
Result<std::string> read_regular_file(std::filesystem::path const& path,
                                      std::uint64_t size_bytes_max);
Result<void> write_all(int fd, std::string_view bytes);
Result<void> sync_file(int fd);
// Empty: the working folder, as the parent of a bare file name is.
Result<void> sync_directory(std::filesystem::path const& directory);

// Writes `bytes` under a temporary name beside `path`, syncs, renames, syncs the directory.
Result<void> write_file_durably(std::filesystem::path const& path, std::string_view bytes,
                                unsigned mode = 0600);

Result<std::uint64_t> free_space_bytes(std::filesystem::path const& path);

} // namespace leitstand
