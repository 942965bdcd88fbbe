// SPDX-License-Identifier: EUPL-1.2
#include "store/space_reserve.hpp"

#include <fcntl.h>

#include "base/files.hpp"
#include "base/log.hpp"

namespace leitstand {

namespace fs = std::filesystem;

SpaceReserve::SpaceReserve(fs::path file, std::uint64_t free_space_bytes_min, FreeSpace free_space)
    : file_(std::move(file)), take_above_bytes_(free_space_bytes_min + 2 * kReserveBytes),
      free_space_(free_space ? std::move(free_space) : [folder = file_.parent_path()] {
          return free_space_bytes(folder);
      }) {}

bool SpaceReserve::is_there() const {
    std::error_code problem;
    return fs::file_size(file_, problem) == kReserveBytes && !problem;
}

void SpaceReserve::look() {
    std::unique_lock const one{mutex_, std::try_to_lock};
    if (!one)
        return;
    auto const free = free_space_();
    if (!free)
        return;
    if (*free < kReserveGivenBelowBytes)
        give();
    else if (*free > take_above_bytes_ && !is_there())
        take();
}

void SpaceReserve::give() {
    std::error_code problem;
    if (fs::remove(file_, problem))
        log_error("store", "the disk is full: the reserve of {} MiB was given away",
                  kReserveBytes >> 20);
    given_ = true;
}

// posix_fallocate, so that the blocks are its own and not only promised.
void SpaceReserve::take() {
    FileDescriptor const made{
        ::open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!made.valid() || ::posix_fallocate(made.get(), 0, kReserveBytes) != 0) {
        std::error_code ignored;
        fs::remove(file_, ignored);
        if (!warned_)
            log_warning("store", "no space could be kept in reserve");
        warned_ = true;
        return;
    }
    if (given_.exchange(false))
        log_info("store", "there is space again: the reserve is back");
}

} // namespace leitstand
