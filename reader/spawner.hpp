// SPDX-License-Identifier: EUPL-1.2
// The long-lived half of the reader: takes requests from the control socket, forks one process for
// each document, kills it at its deadline and reports how it ended. It sees no document and no
// answer. Threads: one.
#pragma once

#include "reader/sandbox/walls.hpp"

namespace leitstand::reader {

// Documents at once; further requests wait in the socket.
inline constexpr std::size_t kProcessesMax = 64;

// Tries every escape inside the walls and fills in what was tried, denied and failed.
void run_self_test(Walls const& walls, ReaderHello& hello);

// Serves until the client closes the control socket; returns the exit status.
int serve(Walls const& walls);

} // namespace leitstand::reader
