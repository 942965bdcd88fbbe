// SPDX-License-Identifier: EUPL-1.2
// The rooms of an installation opened together on a folder, without the server: for tests and
// benchmarks that look at what lies behind it. Threads: opened and closed by one thread; the rooms
// say for themselves.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "catalogue/catalogue.hpp"
#include "decide/inbox.hpp"
#include "prove/sequencer.hpp"
#include "receive/ledger.hpp"
#include "store/blob_store.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"
#include "support/governed.hpp"

namespace leitstand::house {

struct HouseOptions {
    std::filesystem::path folder; // holds data/ and keys/
    std::string database_url;     // empty: SQLite in data/
    Limits limits;
};

// Up to the inbox.
struct Rooms {
    Limits limits;
    std::unique_ptr<KeyRing> keys;
    std::unique_ptr<Database> database;
    std::unique_ptr<EntryLog> log;
    std::unique_ptr<BlobStore> blobs;
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<Inbox> inbox;

    // `home` is a data folder with its key file elsewhere; `command` looks in beside a server.
    struct Place {
        std::filesystem::path home, key_file;
        std::string database_url;
        Holder holder = Holder::command;
    };
    Result<void> open_rooms(Place const& place);
};

struct House : Rooms {
    std::unique_ptr<Governed> governed;
    std::unique_ptr<Switchboard> switchboard;

    // Makes what is missing (folders, key file, tables). Errors: those of the rooms.
    static Result<std::unique_ptr<House>> open(HouseOptions const& options);
    static std::filesystem::path blob_folder(std::filesystem::path const& folder) {
        return folder / "data" / "blobs";
    }

    // Every function that is built goes to `assist`, through all its gates.
    Result<void> switch_on();
};

// The log of a house, for the one process that writes it. Must not outlive the house.
struct HouseLog {
    std::unique_ptr<LogFolder> folder;
    std::unique_ptr<Sequencer> sequencer;

    // Makes key and folder where they are missing; folder and database are compared. Errors: those
    // of LogKey, LogFolder and Sequencer.
    static Result<HouseLog> open(House& house, std::filesystem::path const& folder);
    static std::filesystem::path log_folder(std::filesystem::path const& folder) {
        return folder / "data" / "log";
    }
};

// The example authority of this source tree.
Result<std::shared_ptr<Catalogue const>> example_catalogue();
// The same without the words of other languages, by links in `folder`: a third of a second less for
// programs that are started a thousand times and judge a handful of letters.
Result<std::shared_ptr<Catalogue const>> small_catalogue(std::filesystem::path const& folder);

} // namespace leitstand::house
