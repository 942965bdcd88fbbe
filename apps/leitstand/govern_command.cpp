// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern mode`: at the machine, also while the server runs.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "catalogue/training_purpose.hpp"
#include "govern_options.hpp"
#include "log_place.hpp"
#include "serve/rights.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

// Who changes the mode. The operator holds the keys of the machine and can end the program anyway,
// so stopping needs no account.
Result<std::string> who_changes(Installation const& installation,
                                GovernModeArguments const& arguments, Mode mode) {
    if (arguments.account.empty())
        return mode == Mode::off ? Result<std::string>{std::string{kOperator}}
                                 : fail(Code::no_right, "mode.account_missing");
    auto const account = TRY(installation.accounts->find_by_name(arguments.account));
    auto const* const right = mode == Mode::off ? "functions.stop" : "functions.change";
    if (account.locked || Rights::table().scope(account.roles, right) == Scope::none)
        return fail(Code::no_right, "right.missing", arguments.account);
    return account.id;
}

void print_state(FunctionState const& state, bool json) {
    if (json)
        fmt::print("{}\n", print_json(Json{{"function", std::string{function_name(state.function)}},
                                           {"mode", std::string{mode_name(state.mode)}},
                                           {"highest", std::string{mode_name(state.highest)}},
                                           {"built", state.built},
                                           {"change_number", state.change_number}}));
    else
        fmt::print("{}\n", mode_name(state.mode));
}

Result<void> mode(GovernModeArguments const& arguments) {
    auto const function = TRY(parse_function(arguments.function));
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    if (!arguments.mode.empty()) {
        auto const wanted = TRY(parse_mode(arguments.mode));
        auto const by = TRY(who_changes(*installation, arguments, wanted));
        TRY(bring_into_log(*installation));
        TRY(installation->switchboard->change(function, wanted, arguments.reason, by));
        bring_rest_into_log(*installation);
    }
    for (auto const& state : installation->switchboard->states())
        if (state.function == function)
            print_state(state, arguments.json);
    return {};
}

} // namespace

int run_govern_mode(GovernModeArguments const& arguments) {
    auto const done = mode(arguments);
    return done ? kDone : tell(done.error(), kSomeFailed);
}

} // namespace leitstand::app
