// SPDX-License-Identifier: EUPL-1.2
// What commands say to a person at a terminal: errors with what to do, and a progress bar for long
// work. Everything here goes to standard error; standard output belongs to results. Threads: the
// main thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand::app {

// Prints what happened and what to do, German and then English; returns the code.
int tell(Error const& error, int code, std::string const& about = {});

// Text from others' hands as it may stand on a terminal: control characters (which move the cursor
// or invent lines), marks that turn the direction of writing, and broken UTF-8 become U+FFFD.
std::string printable(std::string_view text);

// A bar on a terminal, nothing elsewhere.
class Progress {
  public:
    Progress(std::string label, std::size_t total);
    ~Progress();
    void step(std::size_t count = 1);

  private:
    void draw();
    std::string label_;
    std::size_t total_;
    std::size_t done_ = 0;
    bool shown_;
};

// Files as they were named; a folder is walked in name order, links are not followed.
// Errors: not_found "path.missing".
Result<std::vector<std::filesystem::path>> walk(std::vector<std::filesystem::path> const& paths);

} // namespace leitstand::app
