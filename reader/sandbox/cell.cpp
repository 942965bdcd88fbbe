// SPDX-License-Identifier: EUPL-1.2
#include <cerrno>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <memory>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "reader/sandbox/walls.hpp"

namespace leitstand::reader {

namespace {

constexpr int kMemoryDenyWriteExecute = 65;     // PR_SET_MDWE, Linux 6.3
constexpr rlim_t kFilesMax = 32;                // own three, some fonts and maps
constexpr rlim_t kMappingsSlack = 512ull << 20; // programs and data that are mapped already

// What a parser needs once everything is loaded: memory, its own descriptors, time, random numbers,
// an end.
constexpr int kAllowed[] = {
    SCMP_SYS(read),          SCMP_SYS(readv),
    SCMP_SYS(pread64),       SCMP_SYS(write),
    SCMP_SYS(writev),        SCMP_SYS(close),
    SCMP_SYS(fstat),         SCMP_SYS(newfstatat),
    SCMP_SYS(stat),          SCMP_SYS(lstat),
    SCMP_SYS(access),        SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),    SCMP_SYS(lseek),
    SCMP_SYS(getdents64),    SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(brk),
    SCMP_SYS(madvise),       SCMP_SYS(futex),
    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),     SCMP_SYS(gettimeofday),
    SCMP_SYS(time),          SCMP_SYS(getrandom),
    SCMP_SYS(sched_yield),   SCMP_SYS(getpid),
    SCMP_SYS(gettid),        SCMP_SYS(getuid),
    SCMP_SYS(geteuid),       SCMP_SYS(getgid),
    SCMP_SYS(getegid),       SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(restart_syscall),
};

// Asked by libraries out of habit; the answer "no" is enough.
struct Refusal {
    int call;
    int error;
};
constexpr Refusal kRefused[] = {
    {SCMP_SYS(ioctl), ENOTTY},
    {SCMP_SYS(readlink), ENOENT},
    {SCMP_SYS(readlinkat), ENOENT},
    {SCMP_SYS(statfs), ENOSYS},
    {SCMP_SYS(fstatfs), ENOSYS},
    {SCMP_SYS(uname), EPERM},
    {SCMP_SYS(sched_getaffinity), EPERM},
    {SCMP_SYS(sysinfo), EPERM},
    {SCMP_SYS(getcwd), ENOENT},
    {SCMP_SYS(statx), ENOSYS},
    {SCMP_SYS(getrusage), EPERM},
    {SCMP_SYS(fadvise64), EINVAL},
};

bool add_rules(scmp_filter_ctx filter, Files files) {
    int fault = 0;
    for (int const call : kAllowed)
        fault |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
    for (auto const& refused : kRefused)
        fault |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(refused.error), refused.call, 0);
    // Memory may be mapped and changed, but never so that it can be executed.
    for (int const call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
        fault |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    for (int const command : {F_GETFL, F_GETFD, F_SETFD})
        fault |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                                  SCMP_A1(SCMP_CMP_EQ, static_cast<scmp_datum_t>(command)));
    constexpr scmp_datum_t kWriting =
        O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_PATH | (O_TMPFILE & ~O_DIRECTORY);
    if (files == Files::readable)
        fault |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, 0));
    else
        fault |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, 0));
    return fault == 0;
}

void limit(__rlimit_resource resource, rlim_t value) {
    rlimit const both{value, value};
    ::setrlimit(resource, &both);
}

} // namespace

std::vector<sock_filter> make_filter(Files files) {
    std::unique_ptr<void, decltype(&seccomp_release)> const filter{
        seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release};
    if (!filter || !add_rules(filter.get(), files))
        return {};
    // The library hands out a finished program through a file only.
    int const file = ::memfd_create("filter", MFD_CLOEXEC);
    if (file < 0)
        return {};
    std::vector<sock_filter> program;
    struct stat about {};
    if (seccomp_export_bpf(filter.get(), file) == 0 && ::fstat(file, &about) == 0) {
        program.resize(static_cast<std::size_t>(about.st_size) / sizeof(sock_filter));
        if (::pread(file, program.data(), program.size() * sizeof(sock_filter), 0) != about.st_size)
            program.clear();
    }
    ::close(file);
    return program;
}

bool enter_cell(Walls const& walls, ReaderRequest const& request, std::uint64_t input_size_bytes) {
#ifndef LEITSTAND_SANITIZED // shadow memory takes terabytes of address space
    limit(RLIMIT_AS, request.memory_bytes_max + input_size_bytes + kMappingsSlack);
#endif
    rlimit const cpu{request.cpu_s,
                     request.cpu_s + 1}; // first SIGXCPU, by which the end is told apart
    ::setrlimit(RLIMIT_CPU, &cpu);
    limit(RLIMIT_FSIZE, request.unpacked_size_bytes_max);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
    limit(RLIMIT_NOFILE, kFilesMax);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    ::prctl(kMemoryDenyWriteExecute, 1, 0, 0,
            0); // EINVAL on older kernels: the filter says the same
    if (walls.filter.empty())
        return true; // the client knows: it was told so at start
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    sock_fprog const program{static_cast<unsigned short>(walls.filter.size()),
                             const_cast<sock_filter*>(walls.filter.data())};
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

} // namespace leitstand::reader
