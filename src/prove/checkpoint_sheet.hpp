// SPDX-License-Identifier: EUPL-1.2
// The head of the log as a sheet to print, to file or to mail: who keeps it can show later that the
// log was not rewritten before it. Plain text in German and English, and beside it the same head as
// a file for `leitstand prove verify --known`. Format: docs/formats/log.md. Threads: any; a
// DailySheet makes one of its own.
#pragma once

#include <filesystem>
#include <string>

#include "base/repeating.hpp"
#include "base/time.hpp"
#include "prove/checkpoint.hpp"

namespace leitstand {

// `note` is the signed checkpoint that `head` was opened from.
std::string print_sheet(std::string_view note, SignedCheckpoint const& head, VerifierKey const& log,
                        Date date);

// Where the sheet of a day lies: "protokoll-2026-11-27.txt"; the head has ".checkpoint".
std::filesystem::path sheet_file(std::filesystem::path const& folder, Date date);

// Writes both into `folder`, which it makes. The head is opened with the key that the log's folder
// names; the sheet says which. Witnesses are named as the signed lines name them, after a check
// with `witnesses`. Errors: those of published_checkpoint() and open_checkpoint(),
// "sheet.cannot_write", "disk.full".
Result<std::filesystem::path> write_sheet(std::filesystem::path const& log_folder,
                                          std::filesystem::path const& folder,
                                          std::vector<VerifierKey> const& witnesses, Date date);

// Writes the sheet of each day, in Berlin, as soon as the day has begun.
class DailySheet {
  public:
    DailySheet(std::filesystem::path log_folder, std::filesystem::path folder,
               std::vector<VerifierKey> witnesses, TimeSource& time);
    ~DailySheet() { stop(); }
    void write_if_due();
    void start();
    void stop() { repeating_.stop(); }

  private:
    std::filesystem::path const log_folder_, folder_;
    std::vector<VerifierKey> const witnesses_;
    TimeSource& time_;
    bool in_trouble_ = false;
    Repeating repeating_; // last: ends before what it uses
};

} // namespace leitstand
