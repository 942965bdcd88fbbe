// SPDX-License-Identifier: EUPL-1.2
// Makes office and ZIP files that are small and ask for much, or lie. Threads: any.
#pragma once

#include "read/protocol.hpp"
#include "tests/reader/bombs.hpp"

namespace leitstand::test {

// A bomb and how it must end; `reason` is a key of docs/formats/refusals.md, empty if it is read.
struct OfficeBomb : Bomb {
    std::string status; // "read", "partly_read", "refused"
    std::string reason;
};

std::vector<OfficeBomb> office_bombs();

} // namespace leitstand::test
