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
        return write(seen, mode, reason, by);
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
                        TRY(governance_.journal().newest()), date_in_berlin(time_.now())};
        if (news == seen_ && now < look_again_at_)
            return {};
        TRY(work_out());
        seen_ = news;
        look_again_at_ = now + kLookAgain;
        return {};
    }

    Result<void> settle() override {
        TRY(refresh());
        for (auto const& state : states())
            if (state.recorded > state.mode)
                TRY(set_back(state));
        return {};
    }

  private:
    FunctionState state_of(FunctionKey function) const {
        std::shared_lock const lock{mutex_};
        return states_[index_of(function)];
    }

    // What the gates allow, of what was recorded; nothing is asked of a function that is off.
    Result<Mode> effective(FunctionState const& state) const {
        if (!state.built || state.recorded == Mode::off)
            return Mode::off;
        auto const held = TRY(governance_.look(state.function, state.recorded));
        return std::min({state.recorded, state.highest, gates::allowed(**held).mode});
    }

    Result<void> work_out() {
        auto const changes = TRY(database_.read_for<std::vector<ModeChange>>(mode_table::all));
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
            auto const mode = effective(state);
            if (!mode) // what cannot be assessed is closed
                log_error("govern", "{} is off: its gates cannot be assessed: {}",
                          function_name(state.function), mode.error().describe());
            state.mode = mode.value_or(Mode::off);
        }
        std::unique_lock const lock{mutex_};
        states_ = fresh;
        return {};
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

    Result<void> write(FunctionState const& seen, Mode mode, std::string const& reason,
                       std::string const& by) {
        auto const at = time_.now();
        auto const written = database_.write([&](Sql& sql) -> Result<void> {
            TRY(mode_table::append(sql, {seen.function, seen.recorded, mode, by, reason, at},
                                   seen.change_number + 1));
            return log_.write(sql,
                              {.type = EntryType::mode_changed,
                               .account = by,
                               .details = {{"function", std::string{function_name(seen.function)}},
                                           {"from", std::string{mode_name(seen.recorded)}},
                                           {"to", std::string{mode_name(mode)}},
                                           {"reason", reason}}});
        });
        TRY(refresh()); // before the answer: who changed meanwhile is shown, too
        if (!written && written.error().key == "database.exists")
            return fail(Code::conflict, "mode.changed", std::string{function_name(seen.function)});
        return written;
    }

    Result<void> set_back(FunctionState const& state) {
        auto const held = TRY(governance_.look(state.function, state.recorded));
        auto reason =
            fmt::format("Zurückgesetzt, weil eine Freigabeprüfung nicht mehr bestanden ist. {}",
                        why_closed(governance_.guideline(), gates::allowed(**held).next));
        reason.resize(std::min(reason.size(), kReasonBytesMax));
        log_warning("govern", "{} goes from {} to {}: a gate has closed",
                    function_name(state.function), mode_name(state.recorded),
                    mode_name(state.mode));
        auto const written = write(state, state.mode, reason, "");
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
    mutable std::shared_mutex mutex_; // guards states_
    std::array<FunctionState, kFunctions.size()> states_;
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
