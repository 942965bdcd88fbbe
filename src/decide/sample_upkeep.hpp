// SPDX-License-Identifier: EUPL-1.2
// Keeps the training store in step while the server runs: takes what was decided every minute,
// deletes what is past its day every hour, at a pace that no desk notices. Threads: one of its own
// between start() and stop().
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "decide/sample_taking.hpp"

namespace leitstand {

class SampleUpkeep {
  public:
    // As SampleTaking; the references must outlive it.
    SampleUpkeep(Database& database, Inbox& inbox, learn::TrainingStore store,
                 std::shared_ptr<Catalogue const> catalogue, TimeSource& time, EntryLog const& log)
        : store_(std::move(store)),
          taking_(database, inbox, store_, std::move(catalogue), time, log) {}
    void start();
    void stop(); // waits for the round at hand

  private:
    void run(std::stop_token const& stop);
    learn::TrainingStore const store_;
    SampleTaking taking_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::jthread thread_;
};

} // namespace leitstand
