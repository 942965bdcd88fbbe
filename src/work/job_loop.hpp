// SPDX-License-Identifier: EUPL-1.2
// Leads each item through the rooms: takes a job under a lease, has the item read and understood, stores the outcome
// with the job's end in one transaction. After attempts_max failures the item stands in the inbox as "needs a person".
// Threads: start() makes `workers` threads; stop() waits for them.
#pragma once

#include <memory>

#include "decide/inbox.hpp"
#include "read/reading.hpp"
#include "receive/ledger.hpp"
#include "store/job_queue.hpp"
#include "understand/understand.hpp"

namespace leitstand {

struct WorkPlace {
    Database& database;
    Ledger& ledger;
    Inbox& inbox;
    Reading& reading;
    Understander const& understander;
    FunctionModes const& modes;
    Limits const& limits;
    TimeSource& time;
};

class JobLoop {
  public:
    explicit JobLoop(WorkPlace place);
    ~JobLoop();
    void start();
    void stop();
    void wake(); // something was enqueued by this process
    // Works until the queue is empty (tests, `leitstand receive --wait`).
    Result<std::size_t> drain();
    struct Figures { std::uint64_t done = 0, failed = 0, needs_person = 0; };
    Figures figures() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace leitstand
