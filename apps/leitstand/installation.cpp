// SPDX-License-Identifier: EUPL-1.2
#include "installation.hpp"

#include <unistd.h>

namespace leitstand::app {

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
    made->blobs = TRY(BlobStore::open(configuration.home / "blobs"));
    auto& clock = system_time();
    made->ledger =
        TRY(Ledger::open(*made->database, *made->blobs, *made->keys, configuration.limits, clock));
    made->inbox = TRY(Inbox::open(*made->database, *made->ledger, *made->blobs, *made->keys,
                                  configuration.limits, clock));
    made->switchboard = TRY(Switchboard::open(*made->database, clock));
    made->accounts = TRY(Accounts::open(*made->database, configuration.limits, clock));
    made->catalogue = TRY(Catalogue::load(configuration.catalogue_folder));
    return made;
}

std::filesystem::path recovery_file(std::filesystem::path const& home) {
    return home / "recovery.sealed";
}

} // namespace leitstand::app
