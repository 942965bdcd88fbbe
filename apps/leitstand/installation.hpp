// SPDX-License-Identifier: EUPL-1.2
// Joins the rooms of one installation: what a room needs of a higher one is handed in here. Opened
// from the ground to the roof, closed in the other direction. Threads: opened and closed by the
// main thread.
#pragma once

#include <memory>

#include "base/configuration.hpp"
#include "catalogue/catalogue.hpp"
#include "decide/inbox.hpp"
#include "govern/governance.hpp"
#include "govern/switchboard.hpp"
#include "prove/entry_log.hpp"
#include "receive/ledger.hpp"
#include "serve/accounts.hpp"
#include "store/blob_store.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"
#include "understand/judging_models.hpp"

namespace leitstand::app {

struct Installation {
    Configuration configuration;
    std::unique_ptr<KeyRing> keys;
    std::unique_ptr<Database> database;
    std::unique_ptr<EntryLog> log;
    std::unique_ptr<BlobStore> blobs;
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<Inbox> inbox;
    std::shared_ptr<Catalogue const> catalogue;
    std::shared_ptr<Guideline const> guideline;
    std::shared_ptr<JudgingModels const> models; // null: functions judge by word lists
    std::unique_ptr<Accounts> accounts;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Governance> governance;
    std::unique_ptr<Switchboard> switchboard;

    // Errors: those of each room; each says what is missing and what to do.
    static Result<std::unique_ptr<Installation>> open(std::filesystem::path const& home,
                                                      Holder holder);
};

// Writes the key file, sealed for the recovery key, into the data folder (docs/formats/sealed.md).
std::filesystem::path recovery_file(std::filesystem::path const& home);

} // namespace leitstand::app
