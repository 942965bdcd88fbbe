// SPDX-License-Identifier: EUPL-1.2
// `leitstand account`: for the operator at the machine, when nobody can sign in.
#include "commands.hpp"
#include "installation.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

Result<void> print_secret(Result<AccountSecret> made) {
    auto const secret = TRY(std::move(made));
    fmt::print("{}  {}\n", secret.account.name, secret.secret);
    return {};
}

Result<void> add(AccountArguments const& arguments) {
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    NewAccount account{arguments.name, arguments.display_name, {}, {std::string{kAllUnits}}};
    for (auto const& role : arguments.roles)
        account.roles.push_back(TRY(parse_role(role)));
    return print_secret(installation->accounts->create(account, ""));
}

Result<void> reset(AccountArguments const& arguments) {
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    auto const account = TRY(installation->accounts->find_by_name(arguments.name));
    AccountChange change;
    change.new_password = true;
    change.locked = false;
    return print_secret(installation->accounts->change(account.id, change, ""));
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
