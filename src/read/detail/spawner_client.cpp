// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/spawner_client.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace leitstand::read_detail {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kHelloMilliseconds = 20'000; // includes the self-test; a busy machine may be slow
constexpr std::size_t kStartsMax = 8;      // within the window
constexpr auto kStartsWindow = std::chrono::seconds{60};
constexpr auto kMissingFor = std::chrono::seconds{60}; // until a package is looked for again

char const* level_argument(SandboxLevel level) {
    switch (level) {
    case SandboxLevel::a:
        return "a";
    case SandboxLevel::b:
        return "b";
    case SandboxLevel::c:
        return "c";
    case SandboxLevel::none:
        return "none";
    }
    return "a";
}

struct SpawnSettings {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    SpawnSettings() {
        posix_spawn_file_actions_init(&files);
        posix_spawnattr_init(&attributes);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
};

// Starts the program with nothing of ours but the control socket: no environment of ours, no other
// descriptor, no blocked signal.
int spawn(std::filesystem::path const& program, SandboxLevel level_max,
          std::vector<std::string> more, int control, pid_t& process) {
    SpawnSettings settings;
    posix_spawn_file_actions_addopen(&settings.files, 0, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&settings.files, 0, 1);
    posix_spawn_file_actions_adddup2(&settings.files, control, kReaderControlFd);
    posix_spawn_file_actions_addclosefrom_np(&settings.files, kReaderControlFd + 1);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&settings.attributes, &none);
    posix_spawnattr_setsigdefault(&settings.attributes, &all);
    posix_spawnattr_setpgroup(
        &settings.attributes,
        0); // a Ctrl-C in a terminal is for the server, which ends it in order
    posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                       POSIX_SPAWN_SETPGROUP);
    std::string name = program.string();
    std::string option = "--level-max";
    std::string level = level_argument(level_max);
    std::vector<char*> arguments{name.data(), option.data(), level.data()};
    for (auto& argument : more)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    std::string locale = "LC_ALL=C.UTF-8";
    // The recogniser's library reads this when it is loaded; with more threads a page takes twenty
    // times as long, and the walls let none be started.
    std::string threads = "OMP_THREAD_LIMIT=1";
    std::array<char*, 3> environment{locale.data(), threads.data(), nullptr};
    return posix_spawn(&process, name.c_str(), &settings.files, &settings.attributes,
                       arguments.data(), environment.data());
}

Result<ReaderHello> wait_for_hello(int control) {
    pollfd waiting{control, POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&waiting, 1, kHelloMilliseconds);
    } while (ready < 0 && errno == EINTR);
    std::array<char, kControlMessageBytesMax> bytes;
    auto const length = ready == 1 ? ::recv(control, bytes.data(), bytes.size(), MSG_DONTWAIT) : -1;
    if (length <= 0)
        return fail(Code::unavailable, "reader.cannot_start",
                    ready == 0 ? "no answer in time" : "ended at once");
    return decode_hello({bytes.data(), static_cast<std::size_t>(length)});
}

} // namespace

SandboxLevel level_of(ReaderHello const& hello) {
    if (!hello.seccomp || hello.tried == 0 || hello.denied != hello.tried || !hello.failed.empty())
        return SandboxLevel::none;
    bool const landlock = hello.landlock_abi > 0;
    if (hello.namespaces && landlock)
        return SandboxLevel::a;
    return hello.namespaces || landlock ? SandboxLevel::b : SandboxLevel::c;
}

Result<std::shared_ptr<Spawner>> Spawner::start(std::filesystem::path const& program,
                                                SandboxLevel level_max,
                                                std::vector<std::string> const& arguments) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return tl::unexpected(errno_error(errno, "reader.cannot_start", "socketpair"));
    FileDescriptor ours{pair[0]};
    FileDescriptor theirs{pair[1]};
    pid_t process = 0;
    int const fault = spawn(program, level_max, arguments, theirs.get(), process);
    if (fault != 0)
        return fail(Code::unavailable, "reader.cannot_start",
                    fmt::format("{}: {}", program.string(), std::strerror(fault)));
    theirs.close();
    std::shared_ptr<Spawner> spawner{new Spawner{process, std::move(ours)}};
    auto hello = wait_for_hello(spawner->control_.get());
    if (!hello)
        return fail(Code::unavailable, "reader.cannot_start", hello.error().detail);
    if (hello->tried == 0 && !hello->failed.empty()) // it tests nothing if it cannot work
        return fail(Code::unavailable, "recogniser.package_missing", hello->failed.front());
    spawner->hello_ = std::move(*hello);
    return spawner;
}

Spawner::~Spawner() {
    control_.close();
    kill();
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
}

// Not reaped before the destructor, so the number is still its own. The whole PID namespace goes
// with it.
void Spawner::kill() {
    ::kill(process_, SIGKILL);
}

Result<void> Spawner::submit(std::string_view request, std::array<int, kRequestFds> const& fds) {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof fds)> control{};
    iovec piece{const_cast<char*>(request.data()), request.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    auto* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fds);
    std::memcpy(CMSG_DATA(header), fds.data(), sizeof fds);
    ssize_t sent = 0;
    do {
        sent = ::sendmsg(control_.get(), &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return fail(Code::unavailable, "reader.spawner_ended", std::strerror(errno));
    return {};
}

Result<std::shared_ptr<Spawner>> SpawnerClient::current() {
    std::lock_guard const lock{mutex_};
    if (running_)
        return running_;
    auto const now = Clock::now();
    if (missing_ && now < ask_again_)
        return tl::unexpected(*missing_);
    missing_.reset();
    while (!starts_.empty() && now - starts_.front() > kStartsWindow)
        starts_.pop_front();
    if (starts_.size() >= kStartsMax)
        return fail(Code::unavailable, "reader.cannot_start", "it died too often within a minute");
    starts_.push_back(now);
    auto started = Spawner::start(program_, level_max_, arguments_);
    if (!started && started.error().key == "recogniser.package_missing") {
        starts_.pop_back(); // it did not die
        missing_ = started.error();
        ask_again_ = now + kMissingFor;
        return started;
    }
    // Where namespaces are allowed by half (the maps may not be written), it ends; without them it
    // has weaker walls.
    if (!started && level_max_ == SandboxLevel::a)
        started = Spawner::start(program_, SandboxLevel::b, arguments_);
    if (!started)
        return started;
    auto const level = level_of((*started)->hello());
    if (first_level_ && level > *first_level_)
        return fail(Code::refused, "reader.sandbox_too_weak",
                    "the new spawner has weaker walls than the first one had");
    first_level_ = level;
    running_ = *started;
    return started;
}

void SpawnerClient::give_up(std::shared_ptr<Spawner> const& broken) {
    broken->kill();
    std::lock_guard const lock{mutex_};
    if (running_ == broken)
        running_.reset();
}

} // namespace leitstand::read_detail
