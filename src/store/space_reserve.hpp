// SPDX-License-Identifier: EUPL-1.2
// Room for what must go on when the disk is full: a file that holds its space for nothing. Intake
// stops long before (free_space_bytes_min), but other programs may fill the disk. Then the file
// goes, and signing in, deciding, stopping a function, deleting and their entries of the log still
// find room; once there is enough again it comes back. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>

#include "base/result.hpp"

namespace leitstand {

inline constexpr std::uint64_t kReserveBytes = 64 << 20;
inline constexpr std::uint64_t kReserveGivenBelowBytes = 8 << 20; // so little is a full disk

class SpaceReserve {
  public:
    using FreeSpace = std::function<Result<std::uint64_t>()>;
    // `file` on the disk of the data; `free_space_bytes_min` as in Limits. `free_space`: of the
    // file's disk, where a test does not say otherwise.
    SpaceReserve(std::filesystem::path file, std::uint64_t free_space_bytes_min,
                 FreeSpace free_space = {});

    // Gives the room away when the disk is full, takes it again when the intake has its own and
    // this much more. Called at start and every few seconds. Without an answer nothing changes.
    void look();
    bool given() const { return given_; }

  private:
    bool is_there() const;
    void give();
    void take();

    std::filesystem::path const file_;
    std::uint64_t const take_above_bytes_;
    FreeSpace const free_space_;
    std::mutex mutex_; // one looks at a time
    bool warned_ = false;
    std::atomic<bool> given_{false};
};

} // namespace leitstand
