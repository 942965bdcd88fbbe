// SPDX-License-Identifier: EUPL-1.2
// Ends a process between two of its system calls (ptrace(2)): at the n-th time that one of its
// threads enters or leaves one. What is killed at an entry did not do the call; what is killed at
// an exit did it and never learnt so. Between two stops a process changes nothing that outlives it
// but mapped files, here SQLite's index of its write-ahead log, which is made anew after a kill.
// Threads: one, which also started the process.
#pragma once

#include "base/result.hpp"

namespace leitstand::faults {

// In the process that will be killed, first of all and before it has a second thread: it waits here
// until kill_at_stop() is called for it.
void await_tracer();
// From here on its stops are counted.
void begin_steps();

struct Steps {
    int stops = 0; // counted
    bool killed = false;
    long call = -1; // number of the system call at which it was killed
    bool at_exit = false;
    int exit_code = -1; // of a process that ended by itself; -1: a signal ended it
};

inline constexpr char kCannotTrace[] = "faults.cannot_trace"; // as in some containers

// Lets `process` run until its `stop`-th stop (from 1), where it is killed, or until it ends by
// itself before; waits for its end. Errors: unavailable kCannotTrace.
Result<Steps> kill_at_stop(int process, int stop);

} // namespace leitstand::faults
