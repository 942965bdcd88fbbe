// SPDX-License-Identifier: EUPL-1.2
// This program started once more in its server role, with pipes to it, to be killed. Threads: one.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace leitstand::faults {

class Child {
  public:
    // `environment` is added as NAME=value. Errors: unavailable "faults.cannot_start".
    static Result<Child> start(std::vector<std::string> const& arguments,
                               std::vector<std::string> const& environment,
                               std::string const& input);
    Child(Child&&) noexcept;
    Child& operator=(Child&&) = delete;
    ~Child(); // kills what still runs

    // Hands each line to `take` until `end`, or until `take` says stop, or until the child is gone.
    enum class Go { on, stop };
    Result<void> listen(std::chrono::steady_clock::time_point end,
                        std::function<Result<Go>(std::string_view)> const& take);
    void kill();
    // Whoever takes the process waits for its end; what it said can still be heard.
    int release() { return std::exchange(process_, -1); }
    // Waits at most until `end`; whether the child is gone, and by which signal (0: it ended by
    // itself).
    struct Ended {
        bool gone = false;
        int signal = 0;
        int status = 0;
    };
    Ended wait(std::chrono::steady_clock::time_point end);

  private:
    Child() = default;
    int process_ = -1;
    FileDescriptor output_;
    std::string rest_; // an unfinished line
};

} // namespace leitstand::faults
