// SPDX-License-Identifier: EUPL-1.2
#include "log_place.hpp"

#include "base/ids.hpp"
#include "base/log.hpp"
#include "prove/log_in_database.hpp"

namespace leitstand::app {

namespace fs = std::filesystem;

namespace {

// The name of a log has to be one of its own in the whole world, and says nothing of the authority.
std::string new_origin() {
    return fmt::format("leitstand.invalid/log/{}", new_id().substr(0, 16));
}

LogPlace place_of_log(Configuration const& configuration) {
    return {log_folder(configuration), log_key_file(configuration), configuration.home};
}

} // namespace

fs::path log_folder(Configuration const& configuration) {
    return configuration.home / "log";
}

fs::path log_key_file(Configuration const& configuration) {
    return configuration.key_file.parent_path() / "log.key";
}

Result<void> make_log_key(Configuration const& configuration, Database& database) {
    auto const file = log_key_file(configuration);
    std::error_code ignored; // what cannot be looked at cannot be made either
    if (fs::exists(file, ignored) || fs::exists(log_folder(configuration), ignored) ||
        TRY(log_of_database(database)))
        return {};
    auto const made = LogKey::create(file, new_origin());
    if (!made && made.error().code != Code::conflict) // another process was quicker
        return tl::unexpected(made.error());
    return {};
}

Result<std::unique_ptr<Sequencer>> open_sequencer(Installation& installation) {
    auto const& configuration = installation.configuration;
    auto& database = *installation.database;
    TRY(make_log_key(configuration, database));
    return Sequencer::open(
        database, [&] { return open_log(database, place_of_log(configuration)); },
        *installation.log);
}

Result<void> bring_into_log(Installation& installation) {
    TRY(open_sequencer(installation));
    return {};
}

void bring_rest_into_log(Installation& installation) {
    if (auto const rest = bring_into_log(installation); !rest)
        log_warning("prove", "the last entries come into the log later: {}",
                    rest.error().describe());
}

Result<LogRenewal> renew_installed_log(Installation& installation, std::string const& reason) {
    auto const& configuration = installation.configuration;
    return renew_log(*installation.database, *installation.log, place_of_log(configuration),
                     new_origin(), reason);
}

} // namespace leitstand::app
