// SPDX-License-Identifier: EUPL-1.2
// Keeps the training store in step while the server runs: takes what was decided every minute,
// deletes what is past its day every hour, at a pace that no desk notices. A round that throws is
// logged, the next one comes. Threads: one of its own between start() and stop().
#pragma once

#include "base/repeating.hpp"
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
    void round();
    learn::TrainingStore const store_;
    SampleTaking taking_;
    std::uint64_t rounds_ = 0; // begun
    Repeating repeating_;
};

} // namespace leitstand
