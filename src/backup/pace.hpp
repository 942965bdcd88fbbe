// SPDX-License-Identifier: EUPL-1.2
// A backup comes after everything else: it runs when the processor and the disk are idle where the
// system allows that, takes pauses, and gives back the pages of what it read and wrote. Threads:
// one.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

// From here on the calling thread comes last for processor (nice 19) and disk (idle class). Where
// the system does not allow it nothing happens.
void work_in_background();

class Pace {
  public:
    explicit Pace(std::uint64_t bytes_per_second_max)
        : bytes_per_second_max_(bytes_per_second_max) {}
    // Waits until so many bytes more are in time.
    void spend(std::uint64_t bytes);

  private:
    std::uint64_t bytes_per_second_max_;
    std::chrono::steady_clock::time_point free_from_{};
};

// Others' pages shall not leave memory for what is read or written once. A written file must be
// synced before.
void forget_pages(int fd);

// Hands out a file piece by piece and gives its pages back. Error: "backup.cannot_read" with the
// code of the system (not_found where it is gone), and what `take` gives.
Result<void> read_pieces(std::filesystem::path const& path,
                         std::function<Result<void>(std::string_view)> const& take);

} // namespace leitstand
