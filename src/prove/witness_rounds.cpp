// SPDX-License-Identifier: EUPL-1.2
#include "prove/witness_rounds.hpp"

#include "base/log.hpp"
#include "base/thread_body.hpp"
#include "prove/published_log.hpp"

namespace leitstand {

namespace {

constexpr std::chrono::hours kShownAgainAfter{1};

// A witness that contradicts the log and falls silent afterwards has taken nothing back: whoever it
// accuses can silence it.
WitnessState after_trouble(WitnessState state, Error const& error, Instant now) {
    if (state.contradicts() && !contradicts_log(error.key))
        return state;
    if (state.trouble != error.key)
        state.trouble_since = now;
    state.trouble = error.key;
    state.detail = error.detail;
    return state;
}

// Once for each change and not with every round.
void tell(std::string const& name, WitnessState const& before, WitnessState const& now) {
    if (before.trouble == now.trouble)
        return;
    if (now.trouble.empty())
        log_info("prove", "the witness {} signs again", name);
    else if (now.trouble == kWitnessAhead)
        log_error(
            "prove",
            "the witness {} has signed a longer log than this one: an older backup of the log "
            "was brought back ({})",
            name, now.detail);
    else if (now.trouble == kWitnessOtherHistory)
        log_error("prove", "the witness {} has signed another history of this log ({})", name,
                  now.detail);
    else
        log_warning("prove", "the witness {} does not sign: {} ({})", name, now.trouble,
                    now.detail);
}

} // namespace

WitnessRounds::WitnessRounds(Database& database, std::filesystem::path log_folder,
                             std::vector<WitnessPlace> witnesses, Limits const& limits,
                             TimeSource& time)
    : database_(database), folder_(std::move(log_folder)), limits_(limits), time_(time) {
    for (auto& place : witnesses)
        turns_.push_back({std::move(place), std::nullopt});
}

bool WitnessRounds::is_due(Turn const& turn, WitnessState const& state, std::uint64_t size) const {
    return !turn.asked_at || !state.trouble.empty() || state.size != size ||
           std::chrono::steady_clock::now() - *turn.asked_at >= kShownAgainAfter;
}

void WitnessRounds::ask(ShownHead const& head, Turn& turn, WitnessState const& state,
                        std::stop_token const& stop) {
    auto const& place = turn.place;
    turn.asked_at = std::chrono::steady_clock::now();
    auto const cosigned = ask_witness(folder_, head, place, state.size, limits_, stop);
    if (!cosigned && cosigned.error().key == "net.stopped")
        return;
    std::lock_guard const lock{keeping_};
    WitnessState now;
    if (cosigned)
        now = {cosigned->size, cosigned->signed_at, {}, {}, {}};
    else
        now = after_trouble(state, cosigned.error(), time_.now());
    tell(place.name, state, now);
    if (cosigned)
        if (auto const kept =
                keep_cosignatures(folder_, cosigned->head, cosigned->lines, std::array{place.key});
            !kept)
            log_warning("prove", "the signature of the witness {} is not kept: {}", place.name,
                        kept.error().describe());
    if (now == state)
        return;
    if (auto const written = write_witness_state(database_, place.key, now); !written)
        log_warning("prove", "what the witness {} said is not kept: {}", place.name,
                    written.error().describe());
}

void WitnessRounds::run_once(std::stop_token const& stop) {
    // One head for all: what they sign goes below the same one.
    auto const head = present_head(folder_);
    if (!head || head->checkpoint.size == 0)
        return;
    std::vector<std::jthread> asking;
    for (auto& turn : turns_) {
        auto const state = read_witness_state(database_, turn.place.key);
        // The database tells its own troubles.
        if (!state || !is_due(turn, *state, head->checkpoint.size))
            continue;
        asking.emplace_back([this, &head, &turn, state = *state, stop] {
            run_thread_body("prove", [&] { ask(*head, turn, state, stop); });
        });
    }
}

void WitnessRounds::start() {
    if (!turns_.empty())
        repeating_.start("prove", limits_.witness_interval_s,
                         [this](std::stop_token const& stop) { run_once(stop); });
}

void WitnessRounds::stop() {
    repeating_.stop();
}

} // namespace leitstand
