// SPDX-License-Identifier: EUPL-1.2
// What somebody who looks over the log asks while others write it: its signed head, how it grew,
// proofs of single entries, and whether all of it still holds. A verification of folder and
// database takes seconds, so that it runs in the background; what came out is remembered (setting
// `log.verification`, docs/formats/log-entries.md). Threads: any; a verification has one of its
// own, which the destructor ends.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "prove/entry_table.hpp"
#include "prove/log_verifier.hpp"
#include "prove/receipt.hpp"
#include "prove/witness_states.hpp"
#include "store/database.hpp"

namespace leitstand {

struct LogHead {
    VerifierKey key;
    Checkpoint checkpoint;
    Instant written_at; // as the file says: a checkpoint itself has no time
};

// How long the log was when a day in Berlin had ended, or is now.
struct LogGrowth {
    Date day;
    std::uint64_t size = 0;
};

// What a verification found.
struct LogVerification {
    Instant began_at, ended_at;
    std::uint64_t size = 0; // of the log that was verified
    std::uint64_t files = 0;
    std::optional<LogFault> fault; // the first
    std::string problem;           // key of the error where nothing can be said, else empty
};

// What a verification by another program found is then the last one, as `leitstand prove verify`.
Result<void> keep_verification(Database& database, LogVerification const& verification);

class LogInspection {
  public:
    LogInspection(Database& database, std::filesystem::path folder,
                  std::vector<WitnessPlace> witnesses, TimeSource& time);
    ~LogInspection();

    // Errors: those of published_checkpoint() and open_checkpoint().
    Result<LogHead> head() const;

    // For each day from the first entry on, of the last `days` ones, oldest first. Deleted entries
    // no longer say when they were, so that a day can seem to have ended a few entries earlier.
    Result<std::vector<LogGrowth>> growth(int days) const;

    struct WitnessView {
        std::string name;
        WitnessState state;
    };
    Result<std::vector<WitnessView>> witnesses() const;

    // The proof of an entry, without what it says. Errors: unavailable "log.not_yet"; damaged
    // "log.other_entries"; those of read_receipt().
    Result<Receipt> receipt(entry_table::Row const& row) const;

    // Begins a verification unless one is running.
    void begin_verification();
    bool verifying() const;
    // Nothing if none has ended yet. Error: damaged "database.damaged".
    Result<std::optional<LogVerification>> last_verification() const;

  private:
    Result<VerifierKey> key() const;
    void verify_and_keep(std::stop_token const& stop);
    LogVerification verify(std::stop_token const& stop) const;
    Result<LogReport> check(std::stop_token const& stop) const;

    Database& database_;
    std::filesystem::path const folder_;
    std::vector<WitnessPlace> const witnesses_;
    TimeSource& time_;
    struct Work;
    std::unique_ptr<Work> work_;
};

} // namespace leitstand
