// SPDX-License-Identifier: EUPL-1.2
#include "recovery.hpp"

#include "base/files.hpp"
#include "store/recovery.hpp"
#include "store/setting_table.hpp"

namespace leitstand::app {

namespace {

// Settings of the installation: which public key the recovery file is sealed for, and whose sheet
// was confirmed.
constexpr std::string_view kPublicKey = "recovery.public_key";
constexpr std::string_view kConfirmed = "recovery.confirmed_for";

Result<std::optional<std::string>> setting(Installation& installation, std::string_view key) {
    return installation.database->read_for<std::optional<std::string>>(
        [&](Sql& sql) { return read_setting(sql, key); });
}

Result<void> remember(Installation& installation, std::string_view key, std::string_view value) {
    return installation.database->write([&](Sql& sql) { return write_setting(sql, key, value); });
}

} // namespace

Result<std::string> make_recovery_sheet(Installation& installation) {
    auto const pair = new_recovery_pair();
    TRY(write_file_durably(recovery_file(installation.configuration.home),
                           installation.keys->sealed_for_recovery(pair.public_key)));
    TRY(remember(installation, kPublicKey, to_hex(pair.public_key)));
    return recovery_sheet_text(pair, installation.catalogue->authority,
                               to_iso(date_in_berlin(system_time().now())));
}

Result<std::string> recovery_public_key(Installation& installation) {
    auto const key = TRY(setting(installation, kPublicKey));
    if (!key)
        return fail(Code::not_found, "recovery.no_sheet");
    return from_hex(*key);
}

Result<bool> recovery_confirmed(Installation& installation) {
    auto const wanted = TRY(setting(installation, kPublicKey));
    auto const confirmed = TRY(setting(installation, kConfirmed));
    return wanted && confirmed && *wanted == *confirmed;
}

Result<void> confirm_recovery(Installation& installation, std::string const& typed_key) {
    auto const secret = TRY(parse_recovery_code(typed_key));
    auto const wanted = TRY(setting(installation, kPublicKey));
    if (!wanted)
        return fail(Code::not_found, "recovery.no_sheet");
    // Opening the recovery file is the proof that counts: it is what an emergency will need.
    auto const sealed = TRY(read_file(recovery_file(installation.configuration.home), 1 << 20));
    auto const trial = installation.configuration.home / ".recovery-trial";
    std::error_code ignored;
    std::filesystem::remove(trial, ignored);
    auto opened = restore_key_file(sealed, secret, trial);
    std::filesystem::remove(trial, ignored);
    TRY(std::move(opened));
    return remember(installation, kConfirmed, *wanted);
}

Result<void> reseal_recovery(Installation& installation) {
    auto const wanted = TRY(setting(installation, kPublicKey));
    if (!wanted)
        return fail(Code::not_found, "recovery.no_sheet");
    return write_file_durably(recovery_file(installation.configuration.home),
                              installation.keys->sealed_for_recovery(TRY(from_hex(*wanted))));
}

} // namespace leitstand::app
