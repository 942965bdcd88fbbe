// SPDX-License-Identifier: EUPL-1.2
// Brings decisions of the desk into the training store, by a job behind the decisions: what a
// person does never waits for it. Only decisions made after the purpose was first seen are taken.
// What becomes a sample, and when it goes again: docs/formats/training-store.md. Each round leaves
// one entry in the log with the numbers, never which items. Threads: one round at a time; several
// programs on one database may do it, since taking twice changes nothing.
#pragma once

#include <map>
#include <memory>

#include "decide/inbox.hpp"
#include "learn/training_store.hpp"
#include "understand/judged_text.hpp"

namespace leitstand {

inline constexpr std::size_t kSampleRoundMax = 200; // items; docs/limits.md

class SampleTaking {
  public:
    // All must outlive it. `store` without a purpose: nothing is taken, what is there is deleted.
    SampleTaking(Database& database, Inbox& inbox, learn::TrainingStore const& store,
                 std::shared_ptr<Catalogue const> catalogue, TimeSource& time, EntryLog const& log);

    struct Round {
        std::size_t looked_at = 0;            // items
        std::size_t taken = 0, taken_out = 0; // samples
        bool more = false;                    // of older decisions
    };
    // Looks at `items_max` items at most. Errors: those of the database and of the log; an item
    // that cannot be opened is passed over, but for a fault that passes: then the round ends with
    // it, and the next one begins anew.
    Result<Round> take(std::size_t items_max = kSampleRoundMax);
    // What is past its day or of no purpose any more: how many samples.
    Result<std::uint64_t> delete_due();

  private:
    struct Change {
        std::string item, function;              // reference
        std::optional<learn::DeskSample> sample; // nothing: it is none (any more)
    };
    struct Reach {
        std::int64_t since = 0; // decisions up to here are never taken
        std::int64_t until = 0; // up to here they were
    };
    Result<Reach> reach();
    Result<std::vector<Change>> changes_of(std::string const& item_id, std::int64_t number,
                                           std::int64_t since);
    Result<Round> write(std::vector<Change> const& changes, std::int64_t until, Round round);

    Database& database_;
    Inbox& inbox_;
    learn::TrainingStore const& store_;
    std::shared_ptr<Catalogue const> catalogue_;
    TimeSource& time_;
    EntryLog const& log_;
    JudgedText judged_;
    std::map<std::int64_t, std::int64_t> seen_; // item number: its last decision that was looked at
};

} // namespace leitstand
