// SPDX-License-Identifier: EUPL-1.2
// `leitstand account`: for the operator at the machine, when nobody can sign in.
#include "commands.hpp"
#include "log_place.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

Result<void> print_secret(Result<AccountSecret> made) {
    auto const secret = TRY(std::move(made));
    fmt::print("{}  {}\n", secret.account.name, secret.secret);
    return {};
}

// A mistyped unit would make an account that sees nothing and does not say why.
Result<std::vector<std::string>> units_of(AccountArguments const& arguments,
                                          Catalogue const& catalogue) {
    if (arguments.all_units)
        return std::vector{std::string{kAllUnits}};
    for (auto const& unit : arguments.units)
        if (std::ranges::find(catalogue.units, unit, &Unit::key) == catalogue.units.end()) {
            std::vector<std::string> known;
            std::ranges::transform(catalogue.units, std::back_inserter(known), &Unit::key);
            return fail(Code::bad_input, "account.unit_unknown",
                        fmt::format("{}; there are: {}", unit, fmt::join(known, ", ")));
        }
    return arguments.units;
}

Result<void> add(AccountArguments const& arguments) {
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    TRY(bring_into_log(*installation));
    NewAccount account{arguments.name, arguments.display_name, {}, {}};
    account.units = TRY(units_of(arguments, *installation->catalogue));
    for (auto const& role : arguments.roles)
        account.roles.push_back(TRY(parse_role(role)));
    TRY(print_secret(installation->accounts->create(account, "")));
    bring_rest_into_log(*installation);
    return {};
}

Result<void> reset(AccountArguments const& arguments) {
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    TRY(bring_into_log(*installation));
    auto const account = TRY(installation->accounts->find_by_name(arguments.name));
    AccountChange change;
    change.new_password = true;
    change.locked = false;
    TRY(print_secret(installation->accounts->change(account.id, change, "")));
    bring_rest_into_log(*installation);
    return {};
}

int answer(Result<void> const& done) {
    return done ? kDone : tell(done.error(), kSomeFailed);
}

} // namespace

int run_account_add(AccountArguments const& arguments) {
    return answer(add(arguments));
}
int run_account_reset(AccountArguments const& arguments) {
    return answer(reset(arguments));
}

} // namespace leitstand::app
