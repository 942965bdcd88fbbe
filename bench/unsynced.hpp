// SPDX-License-Identifier: EUPL-1.2
// Leaves out syncing to the disk while a benchmark fills its house, where reading is what is
// measured: as long as one lives, fsync and fdatasync of this program do nothing. Threads: any; one
// at a time.
#pragma once

namespace leitstand::bench {

class Unsynced {
  public:
    Unsynced();
    ~Unsynced();
    Unsynced(Unsynced const&) = delete;
    Unsynced& operator=(Unsynced const&) = delete;
};

} // namespace leitstand::bench
