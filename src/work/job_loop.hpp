// SPDX-License-Identifier: EUPL-1.2
// Leads each item through the rooms: takes a job under a lease, has the item read and understood,
// stores the outcome with the job's end in one transaction. After attempts_max failures the item
// stands in the inbox as "needs a person". Items whose pages must be recognised go to a slow lane
// with workers of its own, so that no scan delays a mail. Threads: start() makes some threads for
// each of Limits::workers, so that one's wait for the disk is another's time to compute; at most
// workers + 1 read and understand at once; and one for each of Limits::recognisers_at_once_max.
// stop() waits for them: for documents of milliseconds; the recognition of pages it ends, and their
// items go back into the queue as if they had not been tried.
#pragma once

#include <functional>
#include <memory>

#include "decide/inbox.hpp"
#include "decide/relations.hpp"
#include "decide/stacks.hpp"
#include "read/reading.hpp"
#include "receive/ledger.hpp"
#include "store/job_queue.hpp"
#include "understand/mode_changes.hpp"
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
    // Called twice a second by a thread of its own (another process may have changed a mode, a gate
    // may have closed); cheap while nothing is new; may be empty.
    std::function<void()> refresh_modes{};
    Stacks* stacks = nullptr; // none: separator sheets split nothing
    // Called as often, also while no post comes: what can be made anew gives way to post.
    std::function<void()> make_room{};
    EntryLog const* log = nullptr;  // while it refuses, no job is begun
    Relations* relations = nullptr; // none: nothing is related, whatever its mode
    // Of `modes`; none: nobody can change them. What a function found that was changed meanwhile is
    // not stored, to the last moment.
    ModeChanges const* mode_changes = nullptr;
};

class JobLoop {
  public:
    explicit JobLoop(WorkPlace place);
    ~JobLoop();
    void start();
    void stop();
    void wake(); // something was enqueued by this process
    // Works until the queue is empty (`leitstand receive --wait`), or until no job is due (tests
    // with their own clock); returns how many were brought to an end. Not beside start(). Errors:
    // those of the database.
    enum class Retries { wait_for, leave };
    Result<std::size_t> drain(Retries retries = Retries::wait_for);
    struct Figures {
        std::uint64_t done = 0, failed = 0, needs_person = 0;
    };
    Figures figures() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace leitstand
