// SPDX-License-Identifier: EUPL-1.2
#include "log_place.hpp"

#include "base/ids.hpp"
#include "prove/log_in_database.hpp"

namespace leitstand::app {

namespace fs = std::filesystem;

namespace {

// The name of a log has to be one of its own in the whole world, and says nothing of the authority.
std::string new_origin() {
    return fmt::format("leitstand.invalid/log/{}", new_id().substr(0, 16));
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
    if (fs::exists(file) || fs::exists(log_folder(configuration)) || TRY(log_of_database(database)))
        return {};
    TRY(LogKey::create(file, new_origin()));
    return {};
}

Result<std::unique_ptr<Sequencer>> open_sequencer(Installation& installation) {
    auto const& configuration = installation.configuration;
    auto& database = *installation.database;
    auto const take = [&]() -> Result<std::unique_ptr<LogFolder>> {
        TRY(make_log_key(configuration, database));
        auto key = TRY(LogKey::open(log_key_file(configuration), configuration.home));
        return LogFolder::open(log_folder(configuration), std::move(key));
    };
    return Sequencer::open(database, take, *installation.log);
}

Result<LogRenewal> renew_installed_log(Installation& installation, std::string const& reason) {
    auto const& configuration = installation.configuration;
    return renew_log(*installation.database, *installation.log,
                     {log_folder(configuration), log_key_file(configuration), configuration.home},
                     new_origin(), reason);
}

} // namespace leitstand::app
