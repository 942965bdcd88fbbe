// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "reader/sandbox/readable.hpp"
#include "reader/sandbox/walls.hpp"

namespace leitstand::reader {

namespace {

// The kernel's structure of ABI 6; older system headers know its first field only.
struct Ruleset {
    std::uint64_t files = 0;
    std::uint64_t network = 0; // from ABI 4
    std::uint64_t scoped = 0;  // from ABI 6
};

constexpr std::uint64_t kFilesAbi1 = (1ull << 13) - 1;
constexpr std::uint64_t kRefer = 1ull << 13;    // ABI 2
constexpr std::uint64_t kTruncate = 1ull << 14; // ABI 3
constexpr std::uint64_t kDevices = 1ull << 15;  // ABI 5
constexpr std::uint64_t kTcp = 3;               // bind and connect
constexpr std::uint64_t kScopes = 3;            // abstract UNIX sockets and signals

} // namespace

int enter_landlock() {
    auto const abi = static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
    if (abi < 1)
        return 0;
    Ruleset rules;
    rules.files = kFilesAbi1 | (abi >= 2 ? kRefer : 0) | (abi >= 3 ? kTruncate : 0) |
                  (abi >= 5 ? kDevices : 0);
    rules.network = abi >= 4 ? kTcp : 0;
    rules.scoped = abi >= 6 ? kScopes : 0;
    std::size_t const size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    auto const ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, size, 0));
    if (ruleset < 0)
        return 0;
    for (auto const* folder : kReadableFolders) {
        int const fd = ::open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
            continue; // not on this system
        landlock_path_beneath_attr beneath{
            LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR, fd};
        ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
        ::close(fd);
    }
    bool const done = ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    ::close(ruleset);
    return done ? abi : 0;
}

void forbid_new_privileges() {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

} // namespace leitstand::reader
