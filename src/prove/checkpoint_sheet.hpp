// SPDX-License-Identifier: EUPL-1.2
// The head of the log as a sheet to print, to file or to mail: who keeps it can show later that the
// log was not rewritten before it. Plain text in German and English, and beside it the same head as
// a file for `leitstand prove verify --known`. Format: docs/formats/log.md. Threads: any; a
// DailySheet makes one of its own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/repeating.hpp"
#include "base/time.hpp"
#include "prove/checkpoint.hpp"

namespace leitstand {

// The head that goes on paper: the last one that a witness signed, if that was within ten minutes,
// else the published one, with the signatures that are below it.
struct PaperHead {
    std::string note; // the signed checkpoint
    SignedCheckpoint opened;
    VerifierKey log; // which the log's folder names; the sheet says it
};
// Errors: those of published_checkpoint(), key_named_by() and open_checkpoint().
Result<PaperHead> head_for_paper(std::filesystem::path const& log_folder,
                                 std::vector<VerifierKey> const& witnesses, Instant now);
std::string print_sheet(PaperHead const& head, Date date);

// Where the sheet of a day lies: "protokoll-2026-11-27.txt"; the head has ".checkpoint".
std::filesystem::path sheet_file(std::filesystem::path const& folder, Date date);

// Writes both for the day of `now` in Berlin into `folder`, which it makes, and returns the sheet's
// file. A day's sheet is never replaced. Errors: those of head_for_paper(), conflict
// "sheet.exists", unavailable "sheet.cannot_write", "disk.full".
Result<std::filesystem::path> write_sheet(std::filesystem::path const& log_folder,
                                          std::filesystem::path const& folder,
                                          std::vector<VerifierKey> const& witnesses, Instant now);

// Writes the sheet of each day, in Berlin, when the day has begun; where there are witnesses it
// gives them ten minutes to sign.
class DailySheet {
  public:
    DailySheet(std::filesystem::path log_folder, std::filesystem::path folder,
               std::vector<VerifierKey> witnesses, TimeSource& time);
    ~DailySheet() { stop(); }
    void write_if_due();
    void start();
    void stop() { repeating_.stop(); }

  private:
    bool waits_for_witnesses(Instant now);

    std::filesystem::path const log_folder_, folder_;
    std::vector<VerifierKey> const witnesses_;
    TimeSource& time_;
    std::optional<Instant> waits_since_; // for a witness
    bool in_trouble_ = false;
    Repeating repeating_; // last: ends before what it uses
};

} // namespace leitstand
