// SPDX-License-Identifier: EUPL-1.2
// The server's grip on the spawner: starts it, hands it requests, kills it and starts it again when
// it fails, within bounds. Threads: any.
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <sys/types.h>

#include "base/files.hpp"
#include "read/protocol.hpp"
#include "read/reading.hpp"

namespace leitstand::read_detail {

// One running spawner; killed and awaited when the last user lets go of it.
class Spawner {
  public:
    // Errors: unavailable "reader.cannot_start"; unavailable "recogniser.package_missing" with the
    // name of the package as detail.
    static Result<std::shared_ptr<Spawner>> start(std::filesystem::path const& program,
                                                  SandboxLevel level_max,
                                                  std::vector<std::string> const& arguments = {});
    ~Spawner();
    Spawner(Spawner const&) = delete;
    Spawner& operator=(Spawner const&) = delete;

    ReaderHello const& hello() const { return hello_; }
    pid_t process() const { return process_; }
    // Errors: unavailable "reader.spawner_ended".
    Result<void> submit(std::string_view request, std::array<int, kRequestFds> const& fds);
    void kill();

  private:
    Spawner(pid_t process, FileDescriptor control)
        : process_(process), control_(std::move(control)) {}
    pid_t process_;
    FileDescriptor control_;
    ReaderHello hello_;
};

SandboxLevel level_of(ReaderHello const& hello);

class SpawnerClient {
  public:
    SpawnerClient(std::filesystem::path program, SandboxLevel level_max,
                  std::vector<std::string> arguments = {})
        : program_(std::move(program)), level_max_(level_max), arguments_(std::move(arguments)) {}

    // The running spawner, started if there is none. That a package is missing is remembered for a
    // minute. Errors: as Spawner::start, and
    // refused "reader.sandbox_too_weak" if a later one has weaker walls than the first.
    Result<std::shared_ptr<Spawner>> current();
    // Says that `broken` no longer serves: it is killed, the next current() starts another.
    void give_up(std::shared_ptr<Spawner> const& broken);

  private:
    std::filesystem::path program_;
    SandboxLevel level_max_;
    std::vector<std::string> arguments_;
    std::mutex mutex_;
    std::shared_ptr<Spawner> running_;
    std::optional<SandboxLevel> first_level_;
    std::deque<std::chrono::steady_clock::time_point> starts_;
    std::optional<Error> missing_; // of the last start, if it found no package
    std::chrono::steady_clock::time_point ask_again_{};
};

} // namespace leitstand::read_detail
