// SPDX-License-Identifier: EUPL-1.2
// The judging models on writers that they were not trained on.
#pragma once

#include <filesystem>
#include <vector>

#include "catalogue/catalogue.hpp"

namespace leitstand {

struct HeldOutOptions {
    std::vector<std::filesystem::path>
        judged; // each file is one writer, judged without its letters
    std::vector<std::filesystem::path> beside; // trained on as well, never judged
    double share = 1; // of the letters trained on, for the curve of quality against their number
    std::size_t judge_every = 1; // only every such file is judged; all are trained on
    bool by_group = false;       // also the tables by channel and by kind of letter
    std::filesystem::path curve; // an SVG: quality against the number of letters; empty: none
    unsigned threads = 1;
};

// Prints figures with intervals; returns the exit code. With `curve` the table behind the drawing
// is printed instead, for six shares of the letters, without and with those beside.
int leave_one_writer_out(std::shared_ptr<Catalogue const> const& catalogue,
                         HeldOutOptions const& options);

} // namespace leitstand
