// SPDX-License-Identifier: EUPL-1.2
// What this installation knows of each witness of its log: what it last signed, and what is wrong
// with it. Kept in the database, so that every page and command reads the same. Nothing personal.
// Threads: any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/configuration.hpp"
#include "base/time.hpp"
#include "prove/note.hpp"
#include "store/database.hpp"

namespace leitstand {

// A witness as the settings name it.
struct WitnessPlace {
    std::string name; // as people call it
    VerifierKey key;
    std::string url;
    std::filesystem::path certificates; // PEM; empty: those of the system
};

// Error: bad_input "witness.key_wrong" with the witness's name.
Result<std::vector<WitnessPlace>> witness_places(std::vector<WitnessSetting> const& settings);

struct WitnessState {
    std::uint64_t size = 0;           // of the last head that it signed
    std::optional<Instant> signed_at; // as it says itself; none: it has never signed
    // The key of what went wrong since, "" where it signed the last head that it was shown.
    std::string trouble;
    std::string detail;
    std::optional<Instant> trouble_since;

    // The log is not what the witness saw: only its signature ends that.
    bool contradicts() const;
    bool operator==(WitnessState const&) const = default;
};

// The troubles. The first two contradict the log, see contradicts_log().
inline constexpr char kWitnessAhead[] = "witness.ahead"; // it signed a longer log than ours
inline constexpr char kWitnessOtherHistory[] = "witness.other_history"; // and another one
inline constexpr char kWitnessNotReachable[] = "witness.not_reachable";
inline constexpr char kWitnessNotWatching[] = "witness.not_watching"; // this log, or with this key
inline constexpr char kWitnessWrongSignature[] = "witness.wrong_signature";
inline constexpr char kWitnessNonsense[] = "witness.nonsense";

bool contradicts_log(std::string_view trouble);

// Errors of both: those of the database.
Result<WitnessState> read_witness_state(Database& database, VerifierKey const& witness);
Result<void> write_witness_state(Database& database, VerifierKey const& witness,
                                 WitnessState const& state);

} // namespace leitstand
