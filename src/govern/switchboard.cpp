// SPDX-License-Identifier: EUPL-1.2
#include "govern/switchboard.hpp"

#include <shared_mutex>

#include "govern/mode_table.hpp"
#include "understand/rules_version.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kReasonBytesMin = 10;
constexpr std::size_t kReasonBytesMax = 2'000;

std::size_t index_of(FunctionKey key) {
    return static_cast<std::size_t>(key);
}

// The highest modes are those of DESIGN section 3; what exceeds them needs a proof that this
// version does not hold.
FunctionState first_state(FunctionKey key) {
    FunctionState state;
    state.function = key;
    state.version = rules_version(key); // as the findings name it
    state.built = !state.version.empty();
    return state;
}

class DatabaseSwitchboard final : public Switchboard {
  public:
    DatabaseSwitchboard(Database& database, TimeSource& time, EntryLog const& log)
        : database_(database), time_(time), log_(log) {
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
        FunctionState seen;
        {
            std::shared_lock const lock{mutex_};
            seen = states_[index_of(function)];
        }
        if (reason.size() < kReasonBytesMin || reason.size() > kReasonBytesMax)
            return fail(Code::bad_input, "mode.reason_missing");
        if (mode > seen.highest)
            return fail(Code::refused, "mode.above_highest", std::string{function_name(function)});
        if (mode != Mode::off && !seen.built)
            return fail(Code::refused, "mode.not_built", std::string{function_name(function)});
        auto const at = time_.now();
        auto const written = database_.write([&](Sql& sql) -> Result<void> {
            TRY(mode_table::append(sql, {function, seen.mode, mode, by, reason, at},
                                   seen.change_number + 1));
            return log_.write(sql, {.type = EntryType::mode_changed,
                                    .account = by,
                                    .details = {{"function", std::string{function_name(function)}},
                                                {"from", std::string{mode_name(seen.mode)}},
                                                {"to", std::string{mode_name(mode)}},
                                                {"reason", reason}}});
        });
        TRY(refresh()); // before the answer: who changed meanwhile is shown, too
        if (!written && written.error().key == "database.exists")
            return fail(Code::conflict, "mode.changed", std::string{function_name(function)});
        return written;
    }

    Result<std::vector<ModeChange>> history() override {
        auto changes = TRY(database_.read_for<std::vector<ModeChange>>(mode_table::all));
        std::reverse(changes.begin(), changes.end());
        return changes;
    }

    Result<void> refresh() override {
        auto const changes = TRY(database_.read_for<std::vector<ModeChange>>(mode_table::all));
        std::unique_lock const lock{mutex_};
        for (auto& state : states_)
            state.change_number = 0;
        for (auto const& change : changes) {
            auto& state = states_[index_of(change.function)];
            // A row of a newer or changed database never lifts a function above what this program
            // can do.
            state.mode = state.built ? std::min(change.to, state.highest) : Mode::off;
            ++state.change_number;
        }
        return {};
    }

  private:
    Database& database_;
    TimeSource& time_;
    EntryLog const& log_;
    mutable std::shared_mutex mutex_;
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
                                                       EntryLog const& log) {
    auto board = std::make_unique<DatabaseSwitchboard>(database, time, log);
    TRY(board->refresh());
    return board;
}

} // namespace leitstand
