// SPDX-License-Identifier: EUPL-1.2
// One job: one item from its sealed bytes to its outcome in the inbox. An item with pages that must
// be recognised is moved to the slow lane when its text has been read, and read anew there. Nothing
// that an item holds may end the program: what goes wrong becomes a reason that a person sees,
// after attempts_max tries. Threads: any.
#pragma once

#include <functional>
#include <stop_token>

#include "store/job_queue.hpp"
#include "work/job_loop.hpp"

namespace leitstand {

enum class JobEnd {
    done,         // the outcome is stored
    needs_person, // the same, and a person has to look at it
    moved,        // its pages wait for recognition, in the slow lane
    returned,     // failed; the queue gives it out again later
    stopped,      // put back without an attempt, because the program ends
    dropped       // its lease was lost, or nothing could be written: the queue knows what to do
};

// `computed` is called when only the database is waited for. When a stop is asked for, work on
// pages ends at once, without what the page at hand would have brought.
JobEnd work_on_item(WorkPlace const& place, Job const& job, std::function<void()> const& computed,
                    std::stop_token const& stop);

} // namespace leitstand
