// SPDX-License-Identifier: EUPL-1.2
#include "govern/switchboard.hpp"

#include <shared_mutex>

#include "base/log.hpp"
#include "govern/gates/gate.hpp"
#include "govern/governance.hpp"
#include "govern/mode_table.hpp"
#include "understand/rules_version.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kReasonBytesMin = 10;
constexpr std::size_t kReasonBytesMax = 2'000;
// Emptied records and roles that nobody holds any more give no sign; they are looked at as often.
constexpr std::chrono::seconds kLookAgain{30};
constexpr std::size_t kReasonsNamed = 3;
constexpr int kStopTriesMax = 10; // each lost one means that somebody else wrote a change

std::size_t index_of(FunctionKey key) {
    return static_cast<std::size_t>(key);
}

FunctionState first_state(FunctionKey key) {
    FunctionState state;
    state.function = key;
    state.version = rules_version(key); // as the findings name it
    state.built = !state.version.empty();
    return state;
}

// What the modes were worked out from.
struct Seen {
    std::int64_t mode_change = -1, record = -1;
    Date today;
    std::vector<FunctionKey> changed_models{};
    bool operator==(Seen const&) const = default;
};

// "Güte: Die Messung der Güte fehlt.", for the log and those responsible.
std::string why_closed(Guideline const& guideline, std::vector<gates::GateResult> const& results) {
    std::string text;
    std::size_t named = 0;
    for (auto const& result : results) {
        if (result.open() || named++ == kReasonsNamed)
            continue;
        auto const* rule = guideline.gates.gate(result.key);
        text +=
            fmt::format("{}{}: {}", text.empty() ? "" : " ",
                        rule == nullptr ? result.key : rule->name, result.missing.front().german);
    }
    return text;
}

class DatabaseSwitchboard final : public Switchboard {
  public:
    DatabaseSwitchboard(Database& database, TimeSource& time, EntryLog const& log,
                        Governance const& governance)
        : database_(database), time_(time), log_(log), governance_(governance) {
        for (auto const key : kFunctions)
            states_[index_of(key)] = first_state(key);
    }

    Mode mode(FunctionKey key) const override {
        std::shared_lock const lock{mutex_};
        return states_[index_of(key)].mode;
    }

    std::int64_t newest_change() const override {
        std::shared_lock const lock{mutex_};
        return newest_change_;
    }

    Result<void> hold(Sql& sql, std::int64_t seen) const override {
        TRY(mode_table::keep_still(sql));
        if (TRY(mode_table::newest(sql)) != seen)
            return fail(Code::conflict, "mode.changed");
        return {};
    }

    std::vector<FunctionState> states() const override {
        std::shared_lock const lock{mutex_};
        return {states_.begin(), states_.end()};
    }

    Result<void> change(FunctionKey function, Mode mode, std::string const& reason,
                        std::string const& by) override {
        auto const seen = state_of(function);
        if (reason.size() < kReasonBytesMin || reason.size() > kReasonBytesMax)
            return fail(Code::bad_input, "mode.reason_missing");
        TRY(check_upwards(seen, mode));
        return mode == Mode::off || mode < seen.mode ? lower(function, mode, reason, by)
                                                     : write(seen, mode, reason, by);
    }

    Result<std::vector<ModeChange>> history() override {
        auto changes = TRY(database_.read_for<std::vector<ModeChange>>(mode_table::all));
        std::reverse(changes.begin(), changes.end());
        return changes;
    }

    Result<void> refresh() override {
        std::lock_guard const one_at_a_time{refresh_mutex_};
        auto const now = time_.steady();
        Seen const news{TRY(database_.read_for<std::int64_t>(mode_table::newest)),
                        TRY(governance_.journal().newest()), date_in_berlin(TRY(governance_.now())),
                        governance_.changed_models()};
        if (news == seen_ && now < look_again_at_)
            return {};
        auto const all_assessed = TRY(work_out());
        seen_ = all_assessed ? news : Seen{};
        look_again_at_ = now + kLookAgain;
        return {};
    }

    Result<void> settle() override {
        TRY(refresh());
        Result<void> settled;
        for (auto const& state : states())
            if (state.assessed && state.recorded > state.mode)
                if (auto const done = set_back(state); !done)
                    settled = done; // the others are set back all the same
        return settled;
    }

  private:
    FunctionState state_of(FunctionKey function) const {
        std::shared_lock const lock{mutex_};
        return states_[index_of(function)];
    }

    struct Effective {
        Mode mode = Mode::off;
        std::vector<gates::GateResult> closed; // of the step above it, where one was asked
    };
    // What the gates allow, of what was recorded; nothing is asked of a function that is off.
    Result<Effective> effective(FunctionState const& state) const {
        if (!state.built || state.recorded == Mode::off)
            return Effective{};
        auto const held = TRY(governance_.look(state.function, state.recorded));
        auto allowed = gates::allowed(**held);
        return Effective{std::min({state.recorded, state.highest, allowed.mode}),
                         std::move(allowed.next)};
    }

    // Whether every function could be assessed.
    Result<bool> work_out() {
        std::int64_t newest = 0; // of the same moment
        auto const changes = TRY(database_.read_for<std::vector<ModeChange>>(
            [&](Sql& sql) -> Result<std::vector<ModeChange>> {
                newest = TRY(mode_table::newest(sql));
                return mode_table::all(sql);
            }));
        auto fresh = states_; // written below alone, and one at a time
        for (auto& state : fresh) {
            state.change_number = 0;
            state.recorded = Mode::off;
        }
        for (auto const& change : changes) {
            auto& state = fresh[index_of(change.function)];
            state.recorded = change.to;
            ++state.change_number;
        }
        for (auto& state : fresh) {
            auto const now = effective(state);
            if (!now) // what cannot be assessed is closed
                log_error("govern", "{} is off: its gates cannot be assessed: {}",
                          function_name(state.function), now.error().describe());
            state.assessed = now.has_value();
            state.mode = now ? now->mode : Mode::off;
        }
        std::unique_lock const lock{mutex_};
        states_ = fresh;
        newest_change_ = newest;
        return std::ranges::all_of(fresh, &FunctionState::assessed);
    }

    Result<void> check_upwards(FunctionState const& seen, Mode mode) const {
        std::string const name{function_name(seen.function)};
        if (mode > seen.highest)
            return fail(Code::refused, "mode.above_highest", name);
        if (mode != Mode::off && !seen.built)
            return fail(Code::refused, "mode.not_built", name);
        if (mode <= seen.mode)
            return {};
        if (static_cast<int>(mode) > static_cast<int>(seen.mode) + 1)
            return fail(Code::refused, "mode.one_step", name);
        auto const held = TRY(governance_.look(seen.function, seen.mode));
        auto const allowed = gates::allowed(**held);
        if (mode > allowed.mode)
            return fail(Code::refused, "mode.gates_closed",
                        why_closed(governance_.guideline(), allowed.next));
        return {};
    }

    // Change and entry of the log in one transaction.
    Result<void> put(Sql& sql, ModeChange const& change, std::int64_t number) const {
        TRY(mode_table::append(sql, change, number));
        return log_.write(sql,
                          {.type = EntryType::mode_changed,
                           .account = change.by,
                           .details = {{"function", std::string{function_name(change.function)}},
                                       {"from", std::string{mode_name(change.from)}},
                                       {"to", std::string{mode_name(change.to)}},
                                       {"reason", change.reason}}});
    }

    Result<void> write(FunctionState const& seen, Mode mode, std::string const& reason,
                       std::string const& by) {
        ModeChange const change{seen.function, seen.recorded,         mode, by,
                                reason,        TRY(governance_.now())};
        auto const written = database_.write([&](Sql& sql) -> Result<void> {
            TRY(mode_table::begin_change(sql));
            return put(sql, change, seen.change_number + 1);
        });
        look_anew(); // before the answer: who changed meanwhile is shown, too
        if (!written && written.error().key == "database.exists")
            return fail(Code::conflict, "mode.changed", std::string{function_name(seen.function)});
        return written;
    }

    // A stop is not decided on what this process has seen: it comes after whatever is there.
    Result<void> lower(FunctionKey function, Mode mode, std::string const& reason,
                       std::string const& by) {
        Result<void> written;
        auto const at = governance_.now().value_or(time_.now()); // a stop waits for nothing
        for (int tries = 0; tries < kStopTriesMax; ++tries) {
            written = database_.write([&](Sql& sql) {
                return put_after_newest(sql, {function, Mode::off, mode, by, reason, at});
            });
            if (written || written.error().key != "database.exists")
                break;
        }
        if (written)
            hold_down(function, mode);
        look_anew();
        if (!written && written.error().key == "database.exists")
            return fail(Code::conflict, "mode.changed", std::string{function_name(function)});
        return written;
    }

    Result<void> put_after_newest(Sql& sql, ModeChange change) const {
        TRY(mode_table::begin_change(sql));
        std::int64_t number = 1;
        for (auto const& before : TRY(mode_table::all(sql)))
            if (before.function == change.function) {
                change.from = before.to;
                ++number;
            }
        if (change.to > change.from) // somebody stopped it meanwhile: this would lift it again
            return fail(Code::conflict, "mode.changed",
                        std::string{function_name(change.function)});
        return put(sql, change, number);
    }

    // Before anything is read again, which may fail.
    void hold_down(FunctionKey function, Mode mode) {
        std::unique_lock const lock{mutex_};
        auto& state = states_[index_of(function)];
        state.recorded = mode;
        state.mode = std::min(state.mode, mode);
    }

    // What was written stands, whether or not it can be read again at once.
    void look_anew() {
        if (auto const seen = refresh(); !seen)
            log_warning("govern", "the modes could not be read again: {}", seen.error().describe());
    }

    // Looks once more: what closed may have opened since, and then there is nothing to record.
    Result<void> set_back(FunctionState const& state) {
        auto const now = TRY(effective(state));
        if (now.mode >= state.recorded) {
            std::lock_guard const one_at_a_time{refresh_mutex_};
            seen_ = {};
            return {};
        }
        auto reason =
            fmt::format("Zurückgesetzt, weil eine Freigabeprüfung nicht mehr bestanden ist. {}",
                        why_closed(governance_.guideline(), now.closed));
        reason.resize(std::min(reason.size(), kReasonBytesMax));
        log_warning("govern", "{} goes from {} to {}: a gate has closed",
                    function_name(state.function), mode_name(state.recorded), mode_name(now.mode));
        auto const written = write(state, now.mode, reason, "");
        if (!written && written.error().key == "mode.changed")
            return {}; // another process did so first, or a person stopped it
        return written;
    }

    Database& database_;
    TimeSource& time_;
    EntryLog const& log_;
    Governance const& governance_;
    std::mutex refresh_mutex_; // guards seen_, look_again_at_ and that one works out at a time
    Seen seen_;
    std::chrono::steady_clock::time_point look_again_at_{};
    mutable std::shared_mutex mutex_; // guards states_ and newest_change_
    std::array<FunctionState, kFunctions.size()> states_;
    std::int64_t newest_change_ = 0; // that states_ rest on
};

} // namespace

std::string function_versions() {
    std::string text;
    for (auto const key : kFunctions)
        if (auto const state = first_state(key); state.built)
            text += fmt::format("{} {}\n", function_name(key), state.version);
    return text;
}

Result<std::unique_ptr<Switchboard>> Switchboard::open(Database& database, TimeSource& time,
                                                       EntryLog const& log,
                                                       Governance const& governance) {
    auto board = std::make_unique<DatabaseSwitchboard>(database, time, log, governance);
    TRY(board->refresh());
    return board;
}

} // namespace leitstand
