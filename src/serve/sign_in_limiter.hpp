// SPDX-License-Identifier: EUPL-1.2
// Slows down who guesses passwords: failures per name and address, and per address (IPv6: per /64),
// within a window. Kept in memory: a restart forgets them, several servers count each for itself
// (docs/security.md). Threads: any. Limits: sign_in_failures_max, sign_in_window_min.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"

namespace leitstand {

class SignInLimiter {
  public:
    SignInLimiter(Limits const& limits, TimeSource& time) : limits_(limits), time_(time) {}

    // Counts an attempt before the password is looked at, so that many at once do not slip through.
    // How long to wait, where it is one too many.
    std::optional<std::chrono::seconds> attempt(std::string const& name,
                                                std::string const& address);
    void succeeded(std::string const& name,
                   std::string const& address); // forgets the name's failures

  private:
    using Moment = std::chrono::steady_clock::time_point;
    std::optional<std::chrono::seconds> blocked(std::string const& key, std::size_t failures_max,
                                                Moment now);
    void prune(Moment now);

    Limits const& limits_;
    TimeSource& time_;
    std::mutex mutex_;
    std::map<std::string, std::vector<Moment>> attempts_;
};

// The network that counts as one address: IPv6 addresses come by the /64.
std::string network_of(std::string const& address);

} // namespace leitstand
