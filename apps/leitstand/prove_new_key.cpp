// SPDX-License-Identifier: EUPL-1.2
// `leitstand prove new-key`: the log goes on under another key, when its own was lost or somebody
// else may have it.
#include "commands.hpp"
#include "log_place.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

Result<void> new_key(ProveNewKeyArguments const& arguments) {
    auto const installation = TRY(Installation::open(arguments.home, Holder::server));
    auto const renewed = TRY(renew_installed_log(*installation, arguments.reason));
    TRY(bring_into_log(*installation)); // the entry of the renewal
    fmt::print("Das Protokoll geht mit {} Einträgen weiter. / The log goes on with {} entries.\n"
               "Neuer Schlüssel / new key:  {}\n"
               "Alter Schlüssel / old key:  {}\n",
               renewed.entries, renewed.entries, renewed.after, renewed.before);
    if (!renewed.old_folder.empty())
        fmt::print("Altes Protokoll / old log:  {}\n", renewed.old_folder.string());
    fmt::print("Geben Sie den neuen Schlüssel allen, die das Protokoll prüfen oder bezeugen.\n"
               "Give the new key to everybody who checks or witnesses the log.\n");
    return {};
}

} // namespace

int run_prove_new_key(ProveNewKeyArguments const& arguments) {
    auto const done = new_key(arguments);
    return done ? kDone : tell(done.error(), kCannotRun);
}

} // namespace leitstand::app
