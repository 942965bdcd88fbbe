// SPDX-License-Identifier: EUPL-1.2
// `leitstand init`: data folder, settings, key file, first accounts, recovery sheet. Run twice it
// changes nothing and says so.
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "base/files.hpp"
#include "base/json.hpp"
#include "commands.hpp"
#include "example_governance.hpp"
#include "installation.hpp"
#include "log_place.hpp"
#include "recovery.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

struct FirstAccount {
    std::string_view name, display_name;
    std::vector<Role> roles;
    std::vector<std::string> units;
};

// One account for each role, so that the example shows who may do what. Invented persons.
std::vector<FirstAccount> example_accounts() {
    std::vector<std::string> const all{std::string{kAllUnits}};
    return {
        {"sachbearbeitung", "Samira Öztürk", {Role::caseworker}, all},
        {"teamleitung", "Thomas Lindner", {Role::team_lead}, all},
        {"freigabe", "Frieda Albers", {Role::releaser}, all},
        {"poststelle", "Paul Noack", {Role::post_room}, all},
        {"steuerung", "Gesa Harms", {Role::governance}, all},
        {"datenschutz", "Dana Wirth", {Role::data_protection}, all},
        {"personalrat", "Ralf Pohl", {Role::staff_council}, all},
        {"revision", "Rita Aumann", {Role::auditor}, all},
        {"verwaltung", "Vera Kranz", {Role::administrator}, all},
        {"leitung", "Lore Brandis", {Role::management}, all},
        {"gleichstellung", "Greta Solms", {Role::equal_opportunity}, all},
        {"schwerbehinderung", "Sven Hartig", {Role::disability_representative}, all},
        {"sicherheit", "Ilka Sander", {Role::information_security}, all},
    };
}

Result<void> make_folders(InitArguments const& arguments) {
    std::error_code error;
    fs::create_directories(arguments.home, error);
    if (error)
        return tl::unexpected(
            errno_error(error.value(), "data_folder.cannot_make", arguments.home.string()));
    fs::permissions(arguments.home, fs::perms::owner_all, error);
    fs::create_directories(fs::absolute(arguments.key_file).parent_path(), error);
    if (error)
        return tl::unexpected(
            errno_error(error.value(), "key_file.cannot_make", arguments.key_file.string()));
    if (!arguments.hot_folder.empty()) {
        fs::create_directories(arguments.hot_folder, error);
        if (error)
            return tl::unexpected(errno_error(error.value(), "hot_folder.cannot_make",
                                              arguments.hot_folder.string()));
    }
    return {};
}

Result<Json> make_accounts(Installation& installation, bool example) {
    std::vector<FirstAccount> wanted{
        {"verwaltung", "Verwaltung", {Role::administrator}, {std::string{kAllUnits}}}};
    if (example)
        wanted = example_accounts();
    Json accounts = Json::array();
    for (auto const& account : wanted) {
        auto const made = TRY(installation.accounts->create({std::string{account.name},
                                                             std::string{account.display_name},
                                                             account.roles, account.units},
                                                            ""));
        accounts.push_back(Json{{"name", account.name},
                                {"display_name", account.display_name},
                                {"role", role_name(account.roles.front())},
                                {"one_time_password", made.secret}});
    }
    return accounts;
}

void print_result(Json const& accounts, std::string const& sheet, InitArguments const& arguments) {
    if (arguments.json) {
        fmt::print("{}\n", print_json(Json{{"home", fs::absolute(arguments.home).string()},
                                           {"accounts", accounts},
                                           {"recovery_sheet", sheet}}));
        return;
    }
    fmt::print("{}\n\nEinmal-Passwörter (beim ersten Anmelden zu ändern):\n", sheet);
    for (auto const& account : accounts)
        fmt::print("  {:<16} {:<22} {}\n", account["name"].get<std::string>(),
                   account["one_time_password"].get<std::string>(),
                   account["display_name"].get<std::string>());
}

Result<void> write_settings(InitArguments const& arguments, fs::path const& settings) {
    Configuration configuration;
    configuration.home = fs::absolute(arguments.home);
    configuration.key_file = fs::absolute(arguments.key_file);
    configuration.port = arguments.port;
    configuration.example = arguments.example;
    configuration.database_url = arguments.database_url;
    if (!arguments.hot_folder.empty())
        configuration.hot_folder = fs::absolute(arguments.hot_folder);
    return write_file_durably(settings, configuration_text(configuration));
}

// A folder with settings but without accounts is one that was interrupted here: it is finished.
Result<void> init(InitArguments const& arguments) {
    TRY(make_folders(arguments));
    auto const settings = arguments.home / "leitstand.toml";
    if (!fs::exists(settings)) {
        if (!fs::exists(arguments.key_file))
            TRY(KeyRing::create(arguments.key_file));
        TRY(write_settings(arguments, settings));
    }
    auto installation = TRY(Installation::open(arguments.home, Holder::command));
    TRY(make_log_key(installation->configuration, *installation->database));
    if (TRY(installation->accounts->count()) > 0)
        return fail(Code::conflict, "init.exists", settings.string());
    bool const example = installation->configuration.example;
    if (example != arguments.example)
        return fail(Code::conflict, "init.other_kind", settings.string());
    auto const sheet = TRY(make_recovery_sheet(*installation));
    auto const accounts = TRY(make_accounts(*installation, example));
    if (example)
        TRY(govern_example(*installation));
    print_result(accounts, sheet, arguments);
    return {};
}

} // namespace

int run_init(InitArguments const& arguments) {
    auto const done = init(arguments);
    return done ? kDone : tell(done.error(), kCannotRun);
}

} // namespace leitstand::app
