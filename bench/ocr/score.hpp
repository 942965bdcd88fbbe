// SPDX-License-Identifier: EUPL-1.2
// How far a reading is from what stands on the page. Blocks are looked for each by itself, wherever
// they were read, since several orders of a letter's parts are right. Threads: any.
#pragma once

#include <string>
#include <vector>

namespace leitstand::bench {

struct Score {
    std::size_t letters = 0, letter_faults = 0; // insertions, deletions, exchanges within blocks
    std::size_t words = 0, word_faults = 0;     // words of a block that were not read as they stand
    std::size_t blocks = 0, lost_blocks = 0;    // lost: more than half of its letters are wrong
    void add(Score const& other);
    double letter_rate() const;
    double word_rate() const;
};

Score score_of(std::vector<std::string> const& blocks, std::string const& read);

} // namespace leitstand::bench
