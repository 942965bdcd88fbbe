// SPDX-License-Identifier: EUPL-1.2
// Shows each new head of the log to the witnesses that the settings name, all at the same time and
// not more often than `witness_interval_s`; an hour without a new head they are shown the old one
// again, so that one that went silent is noticed. Signatures go below the head
// (prove/published_log.hpp), what is known of each witness into prove/witness_states.hpp. No act
// ever waits for a witness. Threads: start() makes one of its own, each round one per witness.
#pragma once

#include <filesystem>
#include <mutex>
#include <stop_token>
#include <vector>

#include "base/limits.hpp"
#include "base/repeating.hpp"
#include "prove/witness_client.hpp"
#include "prove/witness_states.hpp"

namespace leitstand {

class WitnessRounds {
  public:
    // All that is referred to must outlive it. `time` says when a trouble began.
    WitnessRounds(Database& database, std::filesystem::path log_folder,
                  std::vector<WitnessPlace> witnesses, Limits const& limits, TimeSource& time);
    ~WitnessRounds() { stop(); }

    // One round now, with those that have something to see; it ends early after `stop`.
    void run_once(std::stop_token const& stop = {});

    void start();
    void stop();

  private:
    struct Turn { // of one witness
        WitnessPlace place;
        std::optional<std::chrono::steady_clock::time_point> asked_at;
    };
    bool is_due(Turn const& turn, WitnessState const& state, std::uint64_t size) const;
    void ask(ShownHead const& head, Turn& turn, WitnessState const& state,
             std::stop_token const& stop);

    Database& database_;
    std::filesystem::path const folder_;
    std::vector<Turn> turns_;
    Limits const& limits_;
    TimeSource& time_;
    std::mutex keeping_;  // one signature after the other
    Repeating repeating_; // last: ends before what it uses
};

} // namespace leitstand
