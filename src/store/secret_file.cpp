// SPDX-License-Identifier: EUPL-1.2
#include "store/secret_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"
#include "base/ids.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kSecretFileBytesMax = 64 << 10;

bool lies_within(std::filesystem::path const& file, std::filesystem::path const& folder) {
    std::error_code problem;
    auto const inner = std::filesystem::weakly_canonical(std::filesystem::absolute(file), problem);
    auto const outer =
        std::filesystem::weakly_canonical(std::filesystem::absolute(folder), problem);
    auto const [end, _] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end() || (std::next(end) == outer.end() && end->empty()); // "folder/"
}

} // namespace

Result<void> write_new_secret_file(std::filesystem::path const& file, std::string_view text) {
    auto const beside =
        file.parent_path() / fmt::format(".{}.{}.new", file.filename().string(), new_id());
    if (auto written = write_file_durably(beside, text, 0600); !written) {
        ::unlink(beside.c_str()); // it may have got its name before the folder could not be synced
        auto error = std::move(written).error();
        error.key = "key_file.cannot_write";
        return tl::unexpected(std::move(error));
    }
    // A link, unlike a rename, never replaces a file that is there.
    int const linked = ::link(beside.c_str(), file.c_str());
    int const problem = errno;
    ::unlink(beside.c_str());
    if (linked != 0 && problem == EEXIST)
        return fail(Code::conflict, "key_file.exists", file.string());
    if (linked != 0)
        return tl::unexpected(errno_error(problem, "key_file.cannot_write", file.string()));
    return sync_directory(file.parent_path());
}

Result<std::string> read_secret_file(std::filesystem::path const& path) {
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.valid() && (errno == ENOENT || errno == ENOTDIR))
        return fail(Code::not_found, "key_file.missing",
                    fmt::format("{}: bring it back from where it is kept", path.string()));
    if (!file.valid())
        return tl::unexpected(errno_error(errno, "key_file.cannot_read", path.string()));
    struct stat about {};
    if (::fstat(file.get(), &about) != 0)
        return tl::unexpected(errno_error(errno, "key_file.cannot_read", path.string()));
    if (!S_ISREG(about.st_mode))
        return fail(Code::damaged, "key_file.damaged", "not a regular file");
    if ((about.st_mode & 077) != 0)
        return fail(
            Code::refused, "key_file.readable_by_others",
            fmt::format("{} has mode {:03o}; chmod 600 it", path.string(), about.st_mode & 0777));
    if (about.st_uid != ::geteuid())
        return fail(Code::refused, "key_file.readable_by_others",
                    fmt::format("{} belongs to another account; chown it", path.string()));
    return read_file(fmt::format("/proc/self/fd/{}", file.get()), kSecretFileBytesMax);
}

Result<void> check_outside(std::filesystem::path const& file,
                           std::filesystem::path const& data_folder) {
    if (lies_within(file, data_folder))
        return fail(Code::refused, "key_file.inside_data_folder",
                    fmt::format("{}: a thief or a backup of the data folder must not get the keys",
                                file.string()));
    return {};
}

} // namespace leitstand
