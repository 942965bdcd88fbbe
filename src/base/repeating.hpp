// SPDX-License-Identifier: EUPL-1.2
// Does something again and again on a thread of its own, with a pause in between that stop() cuts
// short. Threads: start() and stop() by one, the work by its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace leitstand {

class Repeating {
  public:
    using Work = std::function<void(std::stop_token const&)>;

    void start(std::chrono::milliseconds pause, Work work) {
        thread_ = std::jthread{[pause, work = std::move(work)](std::stop_token const& stop) {
            std::mutex mutex;
            std::condition_variable_any ended;
            std::unique_lock lock{mutex};
            while (!stop.stop_requested()) {
                work(stop);
                ended.wait_for(lock, stop, pause, [] { return false; });
            }
        }};
    }
    void stop() {
        thread_.request_stop();
        if (thread_.joinable())
            thread_.join();
    }

  private:
    std::jthread thread_;
};

} // namespace leitstand
