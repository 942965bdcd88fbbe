// SPDX-License-Identifier: EUPL-1.2
// The hot folder: what a scanner or another program puts into it is received and, after the commit,
// moved to done/ (receipt number in front of the name) or, if it cannot be taken, to refused/ with
// a text that says what to do. A file is complete when it was moved in, or when it did not change
// for folder_unchanged_ms. Names that begin with "." or end in .tmp or .part, and folders, are left
// alone; links and special files are never followed; nothing is deleted. A crash between commit and
// move is harmless: the arrival key names the file, the second time gives the same item. Threads:
// one of its own; look() must not be called beside it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "receive/ledger.hpp"

namespace leitstand {

class HotFolder {
  public:
    // Opens and watches until destroyed; `taken` is called after each new item.
    // Errors: not_found "hot_folder.missing", no_right "hot_folder.no_right".
    static Result<std::unique_ptr<HotFolder>> start(std::filesystem::path const& folder,
                                                    Ledger& ledger, Limits const& limits,
                                                    std::function<void()> taken,
                                                    TimeSource& time = system_time());
    // The same without a thread: the caller calls look().
    static Result<std::unique_ptr<HotFolder>> open(std::filesystem::path const& folder,
                                                   Ledger& ledger, Limits const& limits,
                                                   std::function<void()> taken,
                                                   TimeSource& time = system_time());
    ~HotFolder();

    struct Looked {
        std::size_t taken = 0;   // new or known items moved to done/
        std::size_t refused = 0; // moved to refused/
        std::size_t waiting = 0; // not complete yet, or to be tried again
    };
    // Looks through the folder once, in name order. Errors: unavailable "hot_folder.unreadable".
    Result<Looked> look();

  private:
    struct State;
    explicit HotFolder(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace leitstand
