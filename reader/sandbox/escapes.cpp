// SPDX-License-Identifier: EUPL-1.2
#include "reader/sandbox/escapes.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/netlink.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

namespace leitstand::reader {

namespace {

bool opens(char const* path, int flags) {
    return ::open(path, flags, 0600) >= 0;
}
long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0) {
    return ::syscall(number, a, b, c, d, e);
}

// Files
bool open_passwd() {
    return opens("/etc/passwd", O_RDONLY);
}
bool list_root() {
    return opens("/", O_RDONLY | O_DIRECTORY);
}
bool read_own_memory_map() {
    return opens("/proc/self/maps", O_RDONLY);
}
bool read_first_process() {
    return opens("/proc/1/environ", O_RDONLY);
}
bool open_device() {
    return opens("/dev/zero", O_RDONLY);
}
bool create_file() {
    return opens("/tmp/leitstand-escape", O_WRONLY | O_CREAT);
}
bool create_unnamed_file() {
    return opens("/tmp", O_WRONLY | O_TMPFILE);
}
bool write_font() {
    return opens("/usr/share/fonts/leitstand-escape", O_WRONLY | O_CREAT);
}
bool make_directory() {
    return call(SYS_mkdir, reinterpret_cast<long>("/tmp/leitstand-escape.d"), 0700) == 0;
}
bool make_symlink() {
    return call(SYS_symlink, reinterpret_cast<long>("/etc/passwd"),
                reinterpret_cast<long>("/tmp/leitstand-escape.l")) == 0;
}

// Network and other ways to talk
bool tcp_socket() {
    return ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
}
bool tcp6_socket() {
    return ::socket(AF_INET6, SOCK_STREAM, 0) >= 0;
}
bool udp_socket() {
    return ::socket(AF_INET, SOCK_DGRAM, 0) >= 0;
}
bool raw_socket() {
    // An ordinary user never gets one, so an ICMP socket, which many may open, stands beside it.
    return ::socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0 ||
           ::socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP) >= 0;
}
bool netlink_socket() {
    return ::socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) >= 0;
}
bool unix_socket() {
    return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}
bool abstract_socket() {
    int const fd = ::socket(AF_UNIX, SOCK_DGRAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, "\0leitstand-escape", 17);
    return fd >= 0 &&
           ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(sa_family_t) + 17) == 0;
}
bool socket_pair() {
    int pair[2];
    return ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}
bool shared_memory() {
    return ::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0;
}
bool message_queue() {
    return ::msgget(IPC_PRIVATE, IPC_CREAT | 0600) >= 0;
}

// Other processes
bool fork_process() {
    auto const child = call(SYS_fork);
    if (child == 0)
        _exit(0);
    return child > 0;
}
bool clone_process() {
    auto const child = call(SYS_clone, SIGCHLD);
    if (child == 0)
        _exit(0);
    return child > 0;
}
bool execute_program() {
    int const fd = ::open("/bin/true", O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        return true; // it could have been run: an exec that works does not come back to tell
    char* const nothing[] = {nullptr};
    ::execve("/bin/true", nothing, nothing);
    return false;
}
bool execute_memory() {
    return ::memfd_create("escape", 0) >= 0;
}
bool trace_parent() {
    return ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr) == 0;
}
bool trace_me() {
    return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0;
}
bool read_other_memory() {
    char byte = 0;
    iovec own{&byte, 1};
    iovec other{&byte, 1}; // the same address in the parent, from which this process was forked
    return call(SYS_process_vm_readv, ::getppid(), reinterpret_cast<long>(&own), 1,
                reinterpret_cast<long>(&other), 1) == 1;
}
bool signal_parent() {
    return ::kill(::getppid(), 0) == 0;
}
bool signal_all() {
    return ::kill(-1, 0) == 0;
}
bool open_process() {
    return call(SYS_pidfd_open, ::getppid(), 0) >= 0;
}

// The kernel's wider doors
bool io_ring() {
    char parameters[256]{};
    return call(SYS_io_uring_setup, 4, reinterpret_cast<long>(parameters)) >= 0;
}
bool keyring() {
    return call(SYS_keyctl, 0 /* get id */, -3 /* session */, 1) >= 0;
}
bool bpf_map() {
    bpf_attr attributes{};
    attributes.map_type = BPF_MAP_TYPE_ARRAY;
    attributes.key_size = attributes.value_size = 4;
    attributes.max_entries = 1;
    return call(SYS_bpf, BPF_MAP_CREATE, reinterpret_cast<long>(&attributes), sizeof attributes) >=
               0 ||
           ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0; // also: become traceable again
}
bool performance_events() {
    perf_event_attr attributes{};
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.size = sizeof attributes;
    attributes.config = PERF_COUNT_SW_CPU_CLOCK;
    attributes.exclude_kernel = 1;
    return call(SYS_perf_event_open, reinterpret_cast<long>(&attributes), 0, -1, -1, 0) >= 0;
}
bool user_faults() {
    return call(SYS_userfaultfd, O_CLOEXEC | 1 /* user mode only */) >= 0;
}
bool mount_file_system() {
    return ::mount("tmpfs", "/tmp", "tmpfs", 0, nullptr) == 0 ||
           call(SYS_chroot, reinterpret_cast<long>("/")) == 0;
}
bool new_namespace() {
    return ::unshare(CLONE_NEWUSER) == 0;
}
bool executable_memory() {
    return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}
bool make_executable() {
    void* const page =
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && ::mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}
bool raise_limit() {
    rlimit limit{};
    return ::prlimit(0, RLIMIT_CORE, nullptr, &limit) == 0; // not even its own limits can be asked
}

constexpr std::array<Escape, kEscapeCount> kEscapes{{
    {"open_passwd", open_passwd},
    {"list_root", list_root},
    {"read_own_memory_map", read_own_memory_map},
    {"read_first_process", read_first_process},
    {"open_device", open_device},
    {"create_file", create_file},
    {"create_unnamed_file", create_unnamed_file},
    {"write_font", write_font},
    {"make_directory", make_directory},
    {"make_symlink", make_symlink},
    {"tcp_socket", tcp_socket},
    {"tcp6_socket", tcp6_socket},
    {"udp_socket", udp_socket},
    {"raw_socket", raw_socket},
    {"netlink_socket", netlink_socket},
    {"unix_socket", unix_socket},
    {"abstract_socket", abstract_socket},
    {"socket_pair", socket_pair},
    {"shared_memory", shared_memory},
    {"message_queue", message_queue},
    {"fork_process", fork_process},
    {"clone_process", clone_process},
    {"execute_program", execute_program},
    {"execute_memory", execute_memory},
    {"trace_parent", trace_parent},
    {"trace_me", trace_me},
    {"read_other_memory", read_other_memory},
    {"signal_parent", signal_parent},
    {"signal_all", signal_all},
    {"open_process", open_process},
    {"io_ring", io_ring},
    {"keyring", keyring},
    {"bpf_map", bpf_map},
    {"performance_events", performance_events},
    {"user_faults", user_faults},
    {"mount_file_system", mount_file_system},
    {"new_namespace", new_namespace},
    {"executable_memory", executable_memory},
    {"make_executable", make_executable},
    {"raise_limit", raise_limit},
}};

} // namespace

std::array<Escape, kEscapeCount> const& escapes() {
    return kEscapes;
}

} // namespace leitstand::reader
