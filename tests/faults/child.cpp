// SPDX-License-Identifier: EUPL-1.2
#include "faults/child.hpp"

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace leitstand::faults {

namespace {

using Clock = std::chrono::steady_clock;

Result<std::pair<FileDescriptor, FileDescriptor>> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return tl::unexpected(errno_error(errno, "faults.cannot_start"));
    return std::pair{FileDescriptor{ends[0]}, FileDescriptor{ends[1]}};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> found;
    for (auto& text : texts)
        found.push_back(text.data());
    found.push_back(nullptr);
    return found;
}

} // namespace

Child::Child(Child&& other) noexcept
    : process_(std::exchange(other.process_, -1)), output_(std::move(other.output_)),
      rest_(std::move(other.rest_)) {}

Child::~Child() {
    if (process_ > 0) {
        kill();
        wait(Clock::now() + std::chrono::seconds{10});
    }
}

Result<Child> Child::start(std::vector<std::string> const& arguments,
                           std::vector<std::string> const& environment, std::string const& input) {
    auto [from_us, to_child] = TRY(make_pipe());
    auto [from_child, to_us] = TRY(make_pipe());
    std::vector<std::string> words{"/proc/self/exe"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment;
    for (char** variable = environ; *variable != nullptr; ++variable)
        variables.emplace_back(*variable);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, from_us.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, to_us.get(), STDOUT_FILENO);
    Child child;
    auto const failed = ::posix_spawn(&child.process_, "/proc/self/exe", &actions, nullptr,
                                      pointers(words).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        child.process_ = -1;
        return tl::unexpected(errno_error(failed, "faults.cannot_start"));
    }
    from_us.close();
    to_us.close();
    // The child reads its input to the end before it says anything, so this cannot block for long.
    (void)write_all(to_child.get(), input);
    child.output_ = std::move(from_child);
    return child;
}

Result<void> Child::listen(Clock::time_point end,
                           std::function<Result<Go>(std::string_view)> const& take) {
    std::array<char, 65536> chunk;
    for (;;) {
        for (auto line_end = rest_.find('\n'); line_end != std::string::npos;
             line_end = rest_.find('\n')) {
            auto const line = rest_.substr(0, line_end);
            rest_.erase(0, line_end + 1);
            if (TRY(take(line)) == Go::stop)
                return {};
        }
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        if (left <= 0)
            return {};
        pollfd waiting{output_.get(), POLLIN, 0};
        auto const ready = ::poll(&waiting, 1, static_cast<int>(left));
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        auto const got = ::read(output_.get(), chunk.data(), chunk.size());
        if (got <= 0)
            return {}; // gone; an unfinished line was never said
        rest_.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

void Child::kill() {
    if (process_ > 0)
        ::kill(process_, SIGKILL);
}

Child::Ended Child::wait(Clock::time_point end) {
    for (;;) {
        int status = 0;
        auto const found = ::waitpid(process_, &status, WNOHANG);
        if (found == process_) {
            process_ = -1;
            return {true, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                    WIFEXITED(status) ? WEXITSTATUS(status) : 0};
        }
        if (Clock::now() >= end)
            return {};
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
}

} // namespace leitstand::faults
