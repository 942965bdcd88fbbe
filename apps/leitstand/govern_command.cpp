// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern gates` and `mode`: at the machine, also while the server runs.
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "catalogue/training_purpose.hpp"
#include "govern/gates/gate.hpp"
#include "govern_act.hpp"
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

Result<int> mode(GovernModeArguments const& arguments, FunctionKey function,
                 Installation& installation) {
    if (!arguments.mode.empty()) {
        auto const wanted = TRY(parse_mode(arguments.mode));
        auto const by = TRY(who_changes(installation, arguments, wanted));
        TRY(bring_into_log(installation));
        TRY(installation.switchboard->change(function, wanted, arguments.reason, by));
        bring_rest_into_log(installation);
    }
    for (auto const& state : installation.switchboard->states())
        if (state.function == function)
            print_state(state, arguments.json);
    return kDone;
}

Json points_json(gates::GateResult const& result) {
    auto missing = Json::array();
    for (auto const& point : result.missing)
        missing.push_back(Json{{"key", point.key},
                               {"subject", point.subject},
                               {"german", point.german},
                               {"english", point.english},
                               {"role", point.role},
                               {"due", date_json(point.due)}});
    return missing;
}

Json proofs_json(gates::GateResult const& result) {
    auto proofs = Json::array();
    for (auto const& proof : result.proof)
        proofs.push_back(Json{{"german", proof.german},
                              {"english", proof.english},
                              {"date", date_json(proof.date)},
                              {"example", proof.example}});
    return proofs;
}

void print_gate(std::string const& mode, gates::GateResult const& result, bool json) {
    std::string_view const state = result.open() ? "open" : "closed";
    if (json) {
        fmt::print("{}\n", print_json(Json{{"step", mode},
                                           {"gate", result.key},
                                           {"state", std::string{state}},
                                           {"proof", proofs_json(result)},
                                           {"missing", points_json(result)}}));
        return;
    }
    fmt::print("{:<7} {:<24} {}\n", mode, result.key, state);
    for (auto const& point : result.missing)
        fmt::print("          {}\n", printable(point.german));
}

// Of every step up to the first that is closed.
Result<int> list_gates(GovernGatesArguments const& arguments, FunctionKey function,
                       Installation const& installation) {
    auto const mode = installation.switchboard->mode(function);
    auto const held = TRY(installation.governance->look(function, mode));
    bool all_open = true;
    for (auto const target : {Mode::shadow, Mode::assist, Mode::act}) {
        auto const* step = gates::step_to(**held, target);
        if (step == nullptr || target <= mode || !all_open)
            continue;
        for (auto const& result : gates::results(**held, *step)) {
            print_gate(step->mode, result, arguments.json);
            all_open = all_open && result.open();
        }
    }
    return all_open ? kDone : kSomeFailed;
}

} // namespace

int run_govern_gates(GovernGatesArguments const& arguments) {
    return act_on(arguments.function, arguments.home,
                  [&](Installation& installation, FunctionKey function) {
                      return list_gates(arguments, function, installation);
                  });
}

int run_govern_mode(GovernModeArguments const& arguments) {
    return act_on(arguments.function, arguments.home,
                  [&](Installation& installation, FunctionKey function) {
                      return mode(arguments, function, installation);
                  });
}

} // namespace leitstand::app
