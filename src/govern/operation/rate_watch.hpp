// SPDX-License-Identifier: EUPL-1.2
// Watches a rate that must not leave its reference: a test that may be looked at after every day,
// for ever, and still raises a false alarm with at most the stated probability over all time.
//
// How: the true rate of the reference lies below its exact upper bound (Clopper and Pearson 1934)
// but for half of the permitted probability. Against that bound, plus the tolerance, several fixed
// shares of a capital are bet on each case; under an unchanged rate the capital is a
// supermartingale and passes 1/x with a probability of at most x (Ville 1939; Shafer and Vovk 2019;
// Waudby-Smith and Ramdas 2024), x being the other half. The mean over the bets is such a capital
// again. Cases are taken as independent of each other; several on one letter are not quite.
// Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "learn/intervals.hpp"

namespace leitstand::operation {

enum class Direction : std::uint8_t { higher, lower, either };

struct WatchRule {
    double false_alarm_rate = 0.05; // over all time
    double tolerance = 0.02;        // a change of so little is none; in shares
    Direction direction = Direction::higher;
};

class RateWatch {
  public:
    // A reference of no case watches nothing: evidence stays 1.
    RateWatch(learn::Share reference, WatchRule rule);

    // The next cases, in the order of time; a batch may be a day or a single case.
    void add(learn::Share batch);

    double evidence() const; // of the stronger direction: 1 at the start, more speaks for a change
    double alarm_from() const;                           // the evidence at which it alarms
    bool alarm() const { return alarm_at_.has_value(); } // once raised it stays
    std::optional<std::uint64_t> alarm_at() const { return alarm_at_; } // cases watched by then
    std::uint64_t cases() const { return cases_; }

  private:
    // One side: bets that events are more frequent than `bound`.
    struct Side {
        explicit Side(double bound);
        bool idle = true; // nothing can be above a bound of 1
        std::array<double, 7> log_capital{}, of_event{}, of_other{};
        void add(std::uint64_t events, std::uint64_t others);
        double log_evidence() const;
    };
    double log_alarm_from() const;

    bool higher_, lower_;
    double part_; // of the false alarm rate, for each side that is watched
    Side high_, low_;
    std::uint64_t cases_ = 0;
    std::optional<std::uint64_t> alarm_at_;
};

// After how many cases at the rate `now` the watch has raised its alarm with at least this
// confidence, by Hoeffding's inequality; nothing if such a rate lies within reference and
// tolerance. For Direction::higher and ::either.
std::optional<std::uint64_t> cases_until_alarm(learn::Share reference, WatchRule rule, double now,
                                               double confidence = 0.95);

// What trust in any detector is measured by: one that looks at nothing and reports every `every`
// cases.
inline std::uint64_t blind_alarms(std::uint64_t cases, std::uint64_t every = 100) {
    return cases / every;
}

} // namespace leitstand::operation
