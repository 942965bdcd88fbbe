// SPDX-License-Identifier: EUPL-1.2
// The long-lived half of the reader: takes requests from the control socket, forks one process for
// each document, kills it at its deadline and reports how it ended. It sees no document and no
// answer. Threads: one.
#pragma once

#include "reader/document.hpp"

namespace leitstand::reader {

// Documents at once; further requests wait in the socket.
inline constexpr std::size_t kProcessesMax = 64;

// Tries every escape inside the walls and fills in what was tried, denied and failed.
void run_self_test(Walls const& walls, ReaderHello& hello);

// A program behind the walls: the reader or the recogniser.
struct Program {
    char const* name;
    // Loads everything that is loaded late; before any document and before the files go. Returns
    // the name of a missing package, or nothing.
    char const* (*prepare)(int count, char** arguments);
    Work work;
    void (*before_walls)(); // in each new process, before it enters its cell
};
// Serves until the client closes the control socket; returns the exit status.
int serve(Walls const& walls, Program const& program);

// All of main(): builds the walls, tests them, says hello on the control socket, serves. With a
// missing package the hello says no escape was tried and names the package; then the program ends.
int run_program(Program const& program, int count, char** arguments);

} // namespace leitstand::reader
