// SPDX-License-Identifier: EUPL-1.2
#include "unsynced.hpp"

#include <atomic>
#include <sys/syscall.h>
#include <unistd.h>

namespace {
std::atomic<bool> left_out{false};
} // namespace

// Stand before the C library's own for this program and the libraries that it uses.
extern "C" int fsync(int file) {
    return left_out ? 0 : static_cast<int>(::syscall(SYS_fsync, file));
}
extern "C" int fdatasync(int file) {
    return left_out ? 0 : static_cast<int>(::syscall(SYS_fdatasync, file));
}

namespace leitstand::bench {

Unsynced::Unsynced() {
    left_out = true;
}
Unsynced::~Unsynced() {
    left_out = false;
}

} // namespace leitstand::bench
