// SPDX-License-Identifier: EUPL-1.2
// Brings the entries of the database into the log's folder, in one order for all times: gives
// positions to what was committed, then appends the leaves. Both steps can be killed at any point;
// what is missing is made up for the next time. While the folder cannot be written, acts are
// refused. One process at a time writes the folder; the others follow: they look whether their
// entries come into it in time, and one of them goes on when the writer ends. Format:
// docs/formats/log-entries.md. Threads: any; start() makes one of its own.
#pragma once

#include <functional>
#include <memory>

#include "prove/entry_log.hpp"
#include "prove/log_folder.hpp"
#include "store/database.hpp"

namespace leitstand {

// Opens the log for writing (open_log() of prove/log_place.hpp); conflict "log.in_use" while
// another process has it.
using OpenLog = std::function<Result<std::unique_ptr<LogFolder>>()>;

class Sequencer {
  public:
    // Compares folder and database, then makes up for what the folder lacks. All three must outlive
    // it. Errors: refused "log.ahead_of_database" (an older backup of the database was brought
    // back), damaged "log.other_entries" (folder and database do not belong together), refused
    // "log.other_origin" (the log of this database has another key), not_found "log.missing" (it
    // had begun, and its folder is empty), those of integrate().
    static Result<std::unique_ptr<Sequencer>> open(Database& database, LogFolder& folder,
                                                   EntryLog& log);
    // The same with a folder that it takes as soon as nobody else has it, and gives back with its
    // end. Error too: unavailable "log.behind".
    static Result<std::unique_ptr<Sequencer>> open(Database& database, OpenLog take, EntryLog& log);
    virtual ~Sequencer() = default;

    // Everything that is committed by now is in the folder when it returns, unless another process
    // writes that. Errors: unavailable "log.behind" (it has not done so for a minute), those of the
    // database and of LogFolder::append(), and those of open() about entries, since the database
    // may be exchanged while the program runs. Unless it is the database that does not answer for a
    // moment, acts are refused until a later call succeeds.
    virtual Result<void> integrate() = 0;

    // Integrates now and then until stop(), which does so for the last time; what does not come
    // into the folder then comes with the next start.
    virtual void start() = 0;
    virtual void stop() = 0;
};

} // namespace leitstand
