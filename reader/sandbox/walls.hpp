// SPDX-License-Identifier: EUPL-1.2
// The walls around a document's process (docs/sandbox.md): namespaces and Landlock are entered once
// by the spawner and inherited; limits and the system call filter are put on each process before it
// sees a byte of its document. Threads: one; the spawner has no others.
#pragma once

#include <cstdint>
#include <linux/filter.h>
#include <string>
#include <vector>

#include "read/protocol.hpp"

namespace leitstand::reader {

// The strongest walls that may be built; tests ask for less to see that the self-test notices.
enum class Most : std::uint8_t { a, b, c, none };

struct Walls {
    bool namespaces = false;
    int landlock_abi = 0;
    std::vector<sock_filter> filter; // empty: no seccomp
};

// Gives up root where it has it: the reader then runs as nobody. Does nothing for other users.
void drop_root();

// Enters user, mount, network, IPC, UTS and PID namespaces. True: the caller is now process 1 of a
// new PID namespace (the process that was started waits for it and ends with it). False: not
// allowed here, nothing has changed.
bool enter_namespaces();

// An empty read-only root that holds nothing but the few folders that libraries read. Needs
// enter_namespaces().
bool enter_empty_root();

void drop_capabilities();
void forbid_new_privileges();

// Restricts this process and all it forks to reading those folders; returns the ABI or 0.
int enter_landlock();

// The allow-list of a document's process. `files` says whether read-only opening is left in.
enum class Files : std::uint8_t { readable, none };
std::vector<sock_filter> make_filter(Files files);

// In the process of one document, as the last step before its bytes are looked at. False: something
// failed, end.
bool enter_cell(Walls const& walls, ReaderRequest const& request, std::uint64_t input_size_bytes);

} // namespace leitstand::reader
