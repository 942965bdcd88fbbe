// SPDX-License-Identifier: EUPL-1.2
#include "base/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/fault.hpp"
#include "base/ids.hpp"

namespace leitstand {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        close();
        fd_ = other.release();
    }
    return *this;
}

int FileDescriptor::release() {
    return std::exchange(fd_, -1);
}

void FileDescriptor::close() {
    if (fd_ >= 0)
        ::close(std::exchange(fd_, -1));
}

Error errno_error(int number, std::string key, std::string detail) {
    auto const code = number == ENOSPC || number == EDQUOT                     ? Code::no_space
                      : number == ENOENT                                       ? Code::not_found
                      : number == EACCES || number == EPERM || number == EROFS ? Code::no_right
                                                                               : Code::unavailable;
    return Error{code, std::move(key),
                 fmt::format("{}{}{}", detail, detail.empty() ? "" : ": ", std::strerror(number)),
                 std::source_location::current()};
}

namespace {

Result<std::string> read_to_end(FileDescriptor const& file, std::filesystem::path const& path,
                                std::uint64_t size_bytes_max) {
    std::string bytes;
    std::array<char, 65536> chunk;
    for (;;) {
        auto const got = ::read(file.get(), chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "file.cannot_read", path.string()));
        if (got == 0)
            return bytes;
        if (bytes.size() + static_cast<std::size_t>(got) > size_bytes_max)
            return fail(Code::too_large, "file.too_large", path.string());
        bytes.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

} // namespace

Result<std::string> read_file(std::filesystem::path const& path, std::uint64_t size_bytes_max) {
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.valid())
        return tl::unexpected(errno_error(errno, "file.cannot_open", path.string()));
    return read_to_end(file, path, size_bytes_max);
}

Result<std::string> read_regular_file(std::filesystem::path const& path,
                                      std::uint64_t size_bytes_max) {
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    if (!file.valid() && (errno == ENXIO || errno == ELOOP)) // a socket, links in a circle
        return fail(Code::bad_input, "file.not_regular", path.string());
    if (!file.valid())
        return tl::unexpected(
            errno_error(errno == ENOTDIR ? ENOENT : errno, "file.cannot_open", path.string()));
    struct stat about {};
    if (::fstat(file.get(), &about) != 0)
        return tl::unexpected(errno_error(errno, "file.cannot_stat", path.string()));
    if (!S_ISREG(about.st_mode))
        return fail(Code::bad_input, "file.not_regular", path.string());
    return read_to_end(file, path, size_bytes_max);
}

Result<void> write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const put = ::write(fd, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return tl::unexpected(errno_error(errno, "file.cannot_write"));
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
}

Result<void> sync_file(int fd) {
    if (::fsync(fd) != 0)
        return tl::unexpected(errno_error(errno, "file.cannot_sync"));
    return {};
}

Result<void> sync_directory(std::filesystem::path const& directory) {
    auto const* const name = directory.empty() ? "." : directory.c_str();
    FileDescriptor const folder{::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.valid())
        return tl::unexpected(errno_error(errno, "file.cannot_open", directory.string()));
    return sync_file(folder.get());
}

Result<void> write_file_durably(std::filesystem::path const& path, std::string_view bytes,
                                unsigned mode) {
    auto const beside =
        path.parent_path() / fmt::format(".{}.{}.tmp", path.filename().string(), new_id());
    FileDescriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
    if (!file.valid())
        return tl::unexpected(errno_error(errno, "file.cannot_write", path.string()));
    auto written = write_all(file.get(), bytes);
    if (written)
        written = sync_file(file.get());
    FAULT_POINT("file.before_rename");
    if (written && ::rename(beside.c_str(), path.c_str()) != 0)
        written = tl::unexpected(errno_error(errno, "file.cannot_write", path.string()));
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    FAULT_POINT("file.before_directory_sync");
    return sync_directory(path.parent_path());
}

Result<std::uint64_t> free_space_bytes(std::filesystem::path const& path) {
    struct statvfs about {};
    if (::statvfs(path.c_str(), &about) != 0)
        return tl::unexpected(errno_error(errno, "file.cannot_stat", path.string()));
    return static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize;
}

} // namespace leitstand
