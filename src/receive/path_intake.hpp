// SPDX-License-Identifier: EUPL-1.2
// `leitstand receive PATH…`: files are received as they are, folders walked in name order (hidden
// files, links and sidecar files left out), mailboxes (.mbox) split into their messages. The same
// file or message a second time is the same item, so that a command that was interrupted is simply
// run again. Threads: takes files in with several threads of its own; `take` is called on the
// calling thread, in order.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "receive/ledger.hpp"

namespace leitstand {

struct PathReceipt {
    std::filesystem::path path;
    std::optional<std::size_t> message; // within a mailbox, from 1
    std::optional<Item> item;           // or else
    std::optional<Error> error;
};

struct PathIntake {
    Ledger& ledger;
    Limits const& limits;
    std::optional<Date> receipt_date; // a sidecar's date goes before it
    std::string entered_by;
    // The reader's mailbox splitter (read/reading.hpp); without it a mailbox is received as one
    // file.
    std::function<Result<void>(std::string_view bytes,
                               std::function<Result<void>(std::string_view message)> const& take)>
        split_mbox;
};

// What stands below the paths, in the order in which it is received. A path that is missing or
// cannot be read stands in the list too: receiving it gives the error.
std::vector<std::filesystem::path> files_below(std::vector<std::filesystem::path> const& paths);

// Receives each file; what goes wrong with one is its receipt's error and does not stop the others.
// `take` may return false to stop early (a terminal's Ctrl-C).
void receive_files(std::vector<std::filesystem::path> const& files, PathIntake const& intake,
                   std::function<bool(PathReceipt const&)> const& take);

} // namespace leitstand
