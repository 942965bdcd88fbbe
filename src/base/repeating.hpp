// SPDX-License-Identifier: EUPL-1.2
// Does something again and again on a thread of its own, with a pause in between that stop() cuts
// short. A turn that throws is logged, and the next one comes all the same. Threads: start() and
// stop() by one, the work by its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/thread_body.hpp"

namespace leitstand {

class Repeating {
  public:
    using Work = std::function<void(std::stop_token const&)>;

    // `area` names it in the log.
    void start(std::string_view area, std::chrono::milliseconds pause, Work work) {
        thread_ = std::jthread{
            [area = std::string{area}, pause, work = std::move(work)](std::stop_token const& stop) {
                std::mutex mutex;
                std::condition_variable_any ended;
                std::unique_lock lock{mutex};
                while (!stop.stop_requested()) {
                    run_thread_body(area, [&] { work(stop); });
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
