// SPDX-License-Identifier: EUPL-1.2
#include "faults/step_kill.hpp"

#include <csignal>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"

namespace leitstand::faults {

namespace {

constexpr int kMark = SIGUSR1; // never delivered: the tracer takes it
constexpr int kSystemCallStop = SIGTRAP | 0x80;

Error cannot_trace() {
    return errno_error(errno, kCannotTrace);
}

// One traced process with all of its threads.
class Tracer {
  public:
    Tracer(int process, int stop) : process_(process), stop_(stop) {}

    Result<Steps> run() {
        int status = 0;
        if (::waitpid(process_, &status, __WALL) != process_)
            return tl::unexpected(cannot_trace());
        if (!WIFSTOPPED(status))
            return fail(Code::unavailable, kCannotTrace, "ptrace(2) is not allowed here");
        constexpr long kOptions =
            PTRACE_O_TRACECLONE | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL; // new threads too
        if (::ptrace(PTRACE_SETOPTIONS, process_, nullptr, kOptions) != 0)
            return tl::unexpected(cannot_trace());
        go_on(process_, 0);
        for (;;) {
            auto const thread = ::waitpid(-1, &status, __WALL);
            if (thread < 0)
                return tl::unexpected(cannot_trace());
            if (WIFSTOPPED(status))
                stopped(thread, status);
            else if (thread == process_) // the last of its threads to be reported
                return ended(status);
        }
    }

  private:
    void stopped(int thread, int status) {
        auto const signal = WSTOPSIG(status);
        if (signal == kSystemCallStop) {
            if (counts_ && ++steps_.stops == stop_)
                return kill(thread);
            return go_on(thread, 0);
        }
        bool const is_event = status >> 16 != 0; // a thread was made
        if (signal == kMark)
            counts_ = true;
        bool const is_ours = is_event || signal == kMark || signal == SIGSTOP;
        go_on(thread, is_ours ? 0 : signal);
    }

    void kill(int thread) {
        __ptrace_syscall_info about{};
        if (::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof about, &about) > 0) {
            steps_.at_exit = about.op == PTRACE_SYSCALL_INFO_EXIT;
            steps_.call = steps_.at_exit ? entered_[thread] : static_cast<long>(about.entry.nr);
        }
        steps_.killed = true;
        ::kill(process_, SIGKILL);
    }

    // A thread that the kill has reached meanwhile cannot be resumed, and need not be.
    void go_on(int thread, int signal) {
        __ptrace_syscall_info about{};
        if (counts_ && ::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof about, &about) > 0 &&
            about.op == PTRACE_SYSCALL_INFO_ENTRY)
            entered_[thread] = static_cast<long>(about.entry.nr);
        ::ptrace(PTRACE_SYSCALL, thread, nullptr, signal);
    }

    Steps ended(int status) {
        if (WIFEXITED(status)) // it may be quicker than the kill at its last call
            steps_.exit_code = WEXITSTATUS(status);
        return steps_;
    }

    int const process_;
    int const stop_;
    bool counts_ = false;
    std::map<int, long> entered_; // by thread: the call that it is in
    Steps steps_;
};

} // namespace

void await_tracer() {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
        ::_exit(1); // it would wait for ever
    ::raise(SIGSTOP);
}

void begin_steps() {
    ::raise(kMark);
}

Result<Steps> kill_at_stop(int process, int stop) {
    return Tracer{process, stop}.run();
}

} // namespace leitstand::faults
