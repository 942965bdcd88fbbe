// SPDX-License-Identifier: EUPL-1.2
#include "backup/pace.hpp"

#include <algorithm>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

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

} // namespace leitstand
