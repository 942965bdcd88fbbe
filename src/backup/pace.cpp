// SPDX-License-Identifier: EUPL-1.2
#include "backup/pace.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

#include "base/files.hpp"

namespace leitstand {

void work_in_background() {
    constexpr int kNice = 19;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kNice);
    // ioprio_set(2) has no wrapper: this thread, class idle.
    constexpr int kWhoProcess = 1;
    constexpr int kClassShift = 13;
    constexpr int kClassIdle = 3;
    ::syscall(SYS_ioprio_set, kWhoProcess, 0, kClassIdle << kClassShift);
}

void Pace::spend(std::uint64_t bytes) {
    using namespace std::chrono;
    auto const now = steady_clock::now();
    if (free_from_ > now)
        std::this_thread::sleep_until(free_from_);
    auto const cost =
        duration<double>(static_cast<double>(bytes) / static_cast<double>(bytes_per_second_max_));
    free_from_ = std::max(free_from_, now) + duration_cast<steady_clock::duration>(cost);
}

void forget_pages(int fd) {
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
}

Result<void> read_pieces(std::filesystem::path const& path,
                         std::function<Result<void>(std::string_view)> const& take) {
    constexpr std::size_t kPieceBytes = 256 << 10;
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    if (!file.valid())
        return tl::unexpected(errno_error(errno, "backup.cannot_read", path.string()));
    std::string piece(kPieceBytes, '\0');
    for (;;) {
        auto const got = ::read(file.get(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "backup.cannot_read", path.string()));
        if (got == 0)
            break;
        TRY(take(std::string_view{piece}.substr(0, static_cast<std::size_t>(got))));
    }
    forget_pages(file.get());
    return {};
}

} // namespace leitstand
