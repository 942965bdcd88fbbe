// SPDX-License-Identifier: EUPL-1.2
// A fixed number of threads behind a bounded queue. Threads: post() by any; stop() by one, waits
// for what runs.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace leitstand {

class WorkerPool {
  public:
    WorkerPool(std::size_t workers, std::size_t queue_max);
    ~WorkerPool();
    // False where the queue is full or the pool has stopped: the job is dropped then.
    bool post(std::function<void()> job);
    void stop(); // jobs still waiting are run first

  private:
    void run();

    std::size_t queue_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

} // namespace leitstand
