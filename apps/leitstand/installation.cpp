// SPDX-License-Identifier: EUPL-1.2
#include "installation.hpp"

#include <set>
#include <unistd.h>

#include "base/files.hpp"
#include "releases.hpp"
#include "store/setting_table.hpp"

namespace leitstand::app {

namespace {

// The key file must be the one that this data was sealed with. With another one the server would
// start, take post in and seal it so that nobody ever has both keys in one hand. The mark says
// nothing about the key.
Result<void> check_key_file(Database& database, KeyRing const& keys) {
    constexpr std::string_view kMark = "key_file.mark";
    auto const mark = to_hex(hmac_sha256(keys.purpose_key("key file mark"), "leitstand"));
    using Setting = std::optional<std::string>;
    auto const known =
        TRY(database.read_for<Setting>([&](Sql& sql) { return read_setting(sql, kMark); }));
    if (!known)
        return database.write([&](Sql& sql) { return write_setting(sql, kMark, mark); });
    if (*known != mark)
        return fail(Code::refused, "key_file.of_another", "it does not belong to this data");
    return {};
}

// Whether it is an invented authority, in which invented records open gates, is said once, before
// there is an account. Without the key nobody can write the mark; who takes it out has a real one.
Result<void> check_kind(Installation& made) {
    constexpr std::string_view kMark = "authority.kind";
    auto const mark = to_hex(hmac_sha256(made.keys->purpose_key("authority kind"),
                                         made.configuration.example ? "example" : "real"));
    using Setting = std::optional<std::string>;
    auto const known =
        TRY(made.database->read_for<Setting>([&](Sql& sql) { return read_setting(sql, kMark); }));
    if (!known && TRY(made.accounts->count()) == 0)
        return made.database->write([&](Sql& sql) { return write_setting(sql, kMark, mark); });
    if (made.configuration.example && known != mark)
        return fail(Code::refused, "configuration.other_kind", "example = true");
    return {};
}

// What every entry of the log says of the program that wrote it.
Result<Circumstances> circumstances_of(Configuration const& configuration,
                                       Catalogue const& catalogue) {
    constexpr std::uint64_t kSettingsBytesMax = 1 << 20;
    auto const settings = TRY(read_file(configuration.home / "leitstand.toml", kSettingsBytesMax));
    Circumstances now;
    now.functions = to_hex(sha256(function_versions()));
    now.catalogue = catalogue.hash;
    now.configuration = to_hex(sha256(settings));
    return now;
}

// The roles of everybody who can sign in.
Result<std::vector<std::string>> roles_held(Accounts& accounts) {
    std::set<std::string> held;
    for (auto const& account : TRY(accounts.list()))
        if (!account.locked)
            for (auto const role : account.roles)
                held.insert(std::string{role_name(role)});
    return std::vector<std::string>{held.begin(), held.end()};
}

Result<void> open_governance(Installation& made) {
    auto const& configuration = made.configuration;
    auto& clock = system_time();
    made.guideline = TRY(Guideline::load(configuration.catalogue_folder));
    made.models = TRY(JudgingModels::of_catalogue(configuration.catalogue_folder));
    made.journal = std::make_unique<Journal>(*made.database, *made.keys, clock, *made.log);
    auto& accounts = *made.accounts;
    made.governance = std::make_unique<Governance>(Governance::Parts{
        *made.journal,
        made.guideline,
        made.catalogue,
        running_releases(configuration, *made.catalogue, *made.guideline, made.models.get()),
        clock,
        [&accounts] { return roles_held(accounts); },
        {},
        configuration.example,
        watched_models(configuration, made.models.get())});
    made.switchboard = TRY(Switchboard::open(*made.database, clock, *made.log, *made.governance));
    return {};
}

} // namespace

Result<std::unique_ptr<Installation>> Installation::open(std::filesystem::path const& home,
                                                         Holder holder) {
    auto made = std::make_unique<Installation>();
    made->configuration = TRY(load_configuration(home));
    auto const& configuration = made->configuration;
    if (::access(configuration.home.c_str(), R_OK | W_OK | X_OK) != 0)
        return fail(Code::no_right, "data_folder.no_right", configuration.home.string());
    made->keys =
        std::make_unique<KeyRing>(TRY(KeyRing::open(configuration.key_file, configuration.home)));
    made->database = TRY(Database::open(configuration.database_url, configuration.limits, holder));
    TRY(check_key_file(*made->database, *made->keys));
    made->catalogue = TRY(Catalogue::load(configuration.catalogue_folder));
    made->blobs = TRY(BlobStore::open(configuration.home / "blobs"));
    auto& clock = system_time();
    made->log = std::make_unique<EntryLog>(
        *made->keys, clock, TRY(circumstances_of(configuration, *made->catalogue)), account_roles);
    TRY(made->log->enter_changes(*made->database));
    made->ledger = TRY(Ledger::open(*made->database, *made->blobs, *made->keys,
                                    configuration.limits, clock, *made->log));
    made->inbox = TRY(Inbox::open(*made->database, *made->ledger, *made->blobs, *made->keys,
                                  configuration.limits, clock, *made->log, made->catalogue));
    made->accounts = TRY(Accounts::open(*made->database, configuration.limits, clock, *made->log));
    TRY(check_kind(*made));
    TRY(open_governance(*made));
    return made;
}

std::filesystem::path recovery_file(std::filesystem::path const& home) {
    return home / "recovery.sealed";
}

} // namespace leitstand::app
