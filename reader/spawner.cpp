// SPDX-License-Identifier: EUPL-1.2
#include "reader/spawner.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"

namespace leitstand::reader {

namespace {

using Clock = std::chrono::steady_clock;

struct Running {
    pid_t process = 0;
    FileDescriptor status;
    Clock::time_point deadline;
    bool killed = false;
};

struct Received {
    bool closed = false;
    std::string message;
    std::array<FileDescriptor, kRequestFds> fds;
};

// One request, or `closed` when the client has gone. A message without its descriptors comes out
// empty.
Received receive_request() {
    Received received;
    std::array<char, kControlMessageBytesMax> bytes;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kRequestFds * sizeof(int))> control{};
    iovec piece{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    auto const length = ::recvmsg(kReaderControlFd, &message, MSG_CMSG_CLOEXEC);
    if (length <= 0) {
        received.closed = length == 0 || (errno != EINTR && errno != EAGAIN);
        return received;
    }
    auto const* header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS)
        return received;
    auto const count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count && i < kRequestFds; ++i) {
        int fd = -1;
        std::memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof fd);
        received.fds[i] = FileDescriptor{fd};
    }
    if (count == kRequestFds)
        received.message.assign(bytes.data(), static_cast<std::size_t>(length));
    return received;
}

// In the new process: keeps three descriptors and nothing else, then reads its document.
[[noreturn]] void become_reader(Walls const& walls, ReaderRequest const& request,
                                std::array<FileDescriptor, kRequestFds> const& fds,
                                Program const& program) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#ifndef LEITSTAND_SANITIZED
    ::dup2(0, 2); // libraries complain on standard error, and might quote the document
#endif
    constexpr int kAside = 256; // above every number in use, so that none is overwritten
    for (std::size_t i = 0; i < 3; ++i)
        if (::fcntl(fds[i].get(), F_DUPFD, kAside) != kAside + static_cast<int>(i))
            _exit(kExitFailed);
    for (int i = 0; i < 3; ++i)
        ::dup2(kAside + i, kInputFd + i);
    ::close_range(kInputFd + 3, ~0u, 0);
    program.before_walls();
    run_document(walls, request, program.work);
}

int milliseconds_until(Clock::time_point when) {
    auto const left =
        std::chrono::duration_cast<std::chrono::milliseconds>(when - Clock::now()).count();
    return left < 0 ? 0 : static_cast<int>(std::min<std::int64_t>(left + 1, 60'000));
}

class Spawner {
  public:
    Spawner(Walls const& walls, Program const& program) : walls_(walls), program_(program) {}

    int serve() {
        sigset_t child_ended;
        sigemptyset(&child_ended);
        sigaddset(&child_ended, SIGCHLD);
        ::sigprocmask(SIG_BLOCK, &child_ended, nullptr);
        FileDescriptor const signals{::signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK)};
        if (!signals.valid())
            return kExitFailed;
        for (;;) {
            std::array<pollfd, 2> waiting{
                {{signals.get(), POLLIN, 0},
                 {running_.size() < kProcessesMax ? kReaderControlFd : -1, POLLIN, 0}}};
            ::poll(waiting.data(), waiting.size(), time_left());
            if (waiting[0].revents != 0) {
                std::array<signalfd_siginfo, 8> ignored;
                (void)!::read(signals.get(), ignored.data(), sizeof ignored);
            }
            reap();
            kill_late();
            if (waiting[1].revents != 0 && !take_request())
                return kExitDone;
        }
    }

  private:
    int time_left() const {
        int least = -1;
        for (auto const& one : running_) {
            if (one.killed)
                continue;
            int const left = milliseconds_until(one.deadline);
            least = least < 0 ? left : std::min(least, left);
        }
        return least;
    }

    void kill_late() {
        for (auto& one : running_) {
            if (!one.killed && Clock::now() >= one.deadline) {
                ::kill(one.process, SIGKILL); // not reaped yet, so the number is still its own
                one.killed = true;
            }
        }
    }

    void reap() {
        for (;;) {
            int how = 0;
            rusage used{};
            pid_t const process = ::wait4(-1, &how, WNOHANG, &used);
            if (process <= 0)
                return;
            auto const found =
                std::find_if(running_.begin(), running_.end(),
                             [&](Running const& one) { return one.process == process; });
            if (found == running_.end())
                continue; // an orphan of a dead document
            report(*found, how, used);
            running_.erase(found);
        }
    }

    static void report(Running const& one, int how, rusage const& used) {
        ReaderStatus status;
        status.process = static_cast<std::uint32_t>(one.process);
        status.memory_kib = static_cast<std::uint32_t>(used.ru_maxrss);
        status.cpu_us =
            static_cast<std::uint32_t>((used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000'000 +
                                       used.ru_utime.tv_usec + used.ru_stime.tv_usec);
        if (WIFSIGNALED(how)) {
            status.signal = static_cast<std::uint8_t>(WTERMSIG(how));
            status.end = one.killed || WTERMSIG(how) == SIGXCPU ? ReaderStatus::End::deadline
                                                                : ReaderStatus::End::killed;
        } else {
            status.end = WEXITSTATUS(how) == kExitDone     ? ReaderStatus::End::done
                         : WEXITSTATUS(how) == kExitMemory ? ReaderStatus::End::memory
                                                           : ReaderStatus::End::failed;
        }
        auto const record = encode_status(status);
        (void)!::write(one.status.get(), record.data(),
                       record.size()); // the client may have given up
    }

    // A lack of processes here says nothing of the document, and the next one may have more luck.
    static void report_lack(FileDescriptor const& status_pipe) {
        ReaderStatus status;
        status.end = ReaderStatus::End::no_resources;
        auto const record = encode_status(status);
        (void)!::write(status_pipe.get(), record.data(), record.size());
    }

    // False when the client has closed the control socket.
    bool take_request() {
        auto received = receive_request();
        if (received.closed)
            return false;
        auto const request = decode_request(received.message);
        if (!request)
            return true; // its status pipe closes without a record, which says enough
        pid_t const process = ::fork();
        if (process == 0)
            become_reader(walls_, *request, received.fds, program_);
        if (process > 0)
            running_.push_back({process, std::move(received.fds[3]),
                                Clock::now() + std::chrono::milliseconds{request->deadline_ms},
                                false});
        else
            report_lack(received.fds[3]);
        return true;
    }

    Walls const& walls_;
    Program const& program_;
    std::vector<Running> running_;
};

} // namespace

int serve(Walls const& walls, Program const& program) {
    return Spawner{walls, program}.serve();
}

} // namespace leitstand::reader
