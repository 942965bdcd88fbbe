// SPDX-License-Identifier: EUPL-1.2
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reader/sandbox/readable.hpp"
#include "reader/sandbox/walls.hpp"

namespace leitstand::reader {

namespace {

constexpr unsigned kNobody = 65534;
// A folder that every Linux system has; the new root is mounted over it in our own mount namespace
// only.
constexpr char const* kMountPoint = "/tmp";

bool write_text(char const* path, std::string const& text) {
    int const fd = ::open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool const done = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(fd);
    return done;
}

// Waits for the only child and ends as it ended.
[[noreturn]] void wait_for(pid_t child) {
    ::close(kReaderControlFd);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

bool make_folders(std::string const& path) {
    for (std::size_t at = 1; at != std::string::npos;) {
        at = path.find('/', at + 1);
        if (::mkdir(path.substr(0, at).c_str(), 0755) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

bool bind_read_only(char const* folder) {
    struct stat about {};
    if (::stat(folder, &about) != 0 || !S_ISDIR(about.st_mode))
        return true; // not on this system
    std::string const target = std::string{kMountPoint} + folder;
    if (!make_folders(target) ||
        ::mount(folder, target.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0)
        return false;
    struct mount_attr attributes {};
    attributes.attr_set =
        MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    return ::syscall(SYS_mount_setattr, AT_FDCWD, target.c_str(), AT_RECURSIVE, &attributes,
                     sizeof attributes) == 0;
}

} // namespace

void drop_root() {
    if (::geteuid() != 0)
        return;
    // Each step may fail in a container without the capability; the other walls stand all the same.
    if (::setgroups(0, nullptr) != 0 || ::setresgid(kNobody, kNobody, kNobody) != 0)
        return;
    if (::setresuid(kNobody, kNobody, kNobody) != 0)
        return;
    // Changing the user has taken /proc/self away from us, which the user map is written through.
    ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

bool enter_namespaces() {
    auto const user = ::geteuid();
    auto const group = ::getegid();
    int const all =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWPID;
    if (::unshare(all) != 0)
        return false;
    auto const map = [](unsigned id) {
        return std::to_string(kNobody) + " " + std::to_string(id) + " 1";
    };
    if (!write_text("/proc/self/setgroups", "deny") ||
        !write_text("/proc/self/uid_map", map(user)) ||
        !write_text("/proc/self/gid_map", map(group)))
        _exit(kExitFailed); // half inside: the client starts the spawner again with weaker walls
    pid_t const child = ::fork();
    if (child < 0)
        _exit(kExitFailed);
    if (child > 0)
        wait_for(child);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    return true;
}

bool enter_empty_root() {
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return false;
    unsigned long const flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (::mount("tmpfs", kMountPoint, "tmpfs", flags, "size=64k,nr_inodes=64,mode=755") != 0)
        return false;
    for (auto const* folder : kReadableFolders)
        if (!bind_read_only(folder))
            return false;
    if (::chdir(kMountPoint) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0 ||
        ::umount2(".", MNT_DETACH) != 0 || ::chdir("/") != 0)
        return false;
    return ::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | flags, nullptr) == 0;
}

void drop_capabilities() {
    for (int capability = 0; capability < 64; ++capability)
        ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    ::syscall(SYS_capset, &header, none);
}

} // namespace leitstand::reader
