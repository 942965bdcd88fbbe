// SPDX-License-Identifier: EUPL-1.2
// `leitstand keys`: the recovery sheet, its confirmation, the rotation of the master key, and the
// way back after a loss.
#include <iostream>

#include "base/files.hpp"
#include "commands.hpp"
#include "recovery.hpp"
#include "store/recovery.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

constexpr std::size_t kBatch = 500; // item keys wrapped again in one transaction

// The code from the sheet, as typed: all lines up to the end of input or an empty line.
std::string typed_code() {
    fmt::print(stderr,
               "Schlüssel vom Notfallblatt eingeben (vier Zeilen, danach eine Leerzeile):\n");
    std::string code;
    for (std::string line; std::getline(std::cin, line) && !line.empty();)
        code += line + "\n";
    return code;
}

Result<void> confirm(fs::path const& home) {
    auto installation = TRY(Installation::open(home, Holder::command));
    TRY(confirm_recovery(*installation, typed_code()));
    fmt::print("Das Notfallblatt ist bestätigt.\n");
    return {};
}

// The recovery file is sealed again first: from now on it must open items that are wrapped by
// either key.
Result<std::size_t> wrap_all_again(fs::path const& home) {
    auto installation = TRY(Installation::open(home, Holder::server));
    TRY(reseal_recovery(*installation));
    std::size_t wrapped = 0;
    std::int64_t from = 1;
    do {
        auto const step = TRY(installation->ledger->rewrap_keys(from, kBatch));
        wrapped += step.changed;
        from = step.next;
    } while (from != 0);
    return wrapped;
}

Result<void> sheet(fs::path const& home) {
    auto installation = TRY(Installation::open(home, Holder::command));
    fmt::print("{}\n", TRY(make_recovery_sheet(*installation)));
    return {};
}

// Each step opens the installation anew, as a server does: no other server may hold an old key in
// memory meanwhile, and no room keeps a key ring that the next step replaces. Interrupted, it is
// simply run again.
Result<void> rotate(fs::path const& home) {
    auto const key_file = TRY(Installation::open(home, Holder::server))->configuration.key_file;
    TRY(KeyRing::add_master_key(key_file));
    auto const wrapped = TRY(wrap_all_again(home));
    TRY(KeyRing::drop_old_master_keys(key_file));
    TRY(reseal_recovery(*TRY(Installation::open(home, Holder::server))));
    fmt::print(
        "Neuer Hauptschlüssel; {} Eingänge neu verschlossen. Das Notfallblatt gilt weiter.\n",
        wrapped);
    return {};
}

Result<void> recover(KeysArguments const& arguments) {
    auto const sealed = TRY(read_file(arguments.sealed, 1 << 20));
    auto const secret = TRY(parse_recovery_code(typed_code()));
    TRY(restore_key_file(sealed, secret, arguments.to));
    fmt::print("Die Schlüsseldatei ist wiederhergestellt: {}\n", arguments.to.string());
    return {};
}

int answer(Result<void> const& done) {
    return done ? kDone : tell(done.error(), kSomeFailed);
}

} // namespace

int run_keys_confirm(KeysArguments const& arguments) {
    return answer(confirm(arguments.home));
}
int run_keys_sheet(KeysArguments const& arguments) {
    return answer(sheet(arguments.home));
}
int run_keys_rotate(KeysArguments const& arguments) {
    return answer(rotate(arguments.home));
}
int run_keys_recover(KeysArguments const& arguments) {
    return answer(recover(arguments));
}

} // namespace leitstand::app
