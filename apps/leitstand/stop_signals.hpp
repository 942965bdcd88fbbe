// SPDX-License-Identifier: EUPL-1.2
// How a command that runs until it is told to end hears of it: SIGINT or SIGTERM. Threads: made by
// the main thread before any other, so that all of them leave the signals to it.
#pragma once

#include <csignal>

namespace leitstand::app {

class StopSignals {
  public:
    StopSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    void wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
    }

  private:
    sigset_t set_{};
};

} // namespace leitstand::app
