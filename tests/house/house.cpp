// SPDX-License-Identifier: EUPL-1.2
#include "house/house.hpp"

namespace leitstand::house {

namespace {

namespace fs = std::filesystem;

Result<void> make_folder(fs::path const& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(Code::unavailable, "test.no_folder", error.message());
    fs::permissions(folder, fs::perms::owner_all, error);
    return {};
}

} // namespace

Result<void> Rooms::open_rooms(Place const& place) {
    keys = std::make_unique<KeyRing>(TRY(KeyRing::open(place.key_file, place.home)));
    database = TRY(Database::open(place.database_url, limits, place.holder));
    blobs = TRY(BlobStore::open(place.home / "blobs"));
    log = std::make_unique<EntryLog>(*keys, system_time());
    ledger = TRY(Ledger::open(*database, *blobs, *keys, limits, system_time(), *log));
    inbox = TRY(Inbox::open(*database, *ledger, *blobs, *keys, limits, system_time(), *log));
    return {};
}

Result<std::unique_ptr<House>> House::open(HouseOptions const& options) {
    auto const data = options.folder / "data";
    auto const key_file = options.folder / "keys" / "master.key";
    TRY(make_folder(data));
    TRY(make_folder(key_file.parent_path()));
    if (!fs::exists(key_file))
        TRY(KeyRing::create(key_file));

    auto made = std::make_unique<House>();
    made->limits = options.limits;
    auto const url = options.database_url.empty() ? "sqlite:" + (data / "leitstand.db").string()
                                                  : options.database_url;
    TRY(made->open_rooms({data, key_file, url, Holder::server}));
    made->governed =
        std::make_unique<Governed>(*made->database, *made->keys, system_time(), *made->log);
    made->switchboard = TRY(
        Switchboard::open(*made->database, system_time(), *made->log, made->governed->governance));
    return made;
}

Result<void> House::switch_on() {
    return governed->bring_all_to(*switchboard, Mode::assist);
}

Result<HouseLog> HouseLog::open(House& house, fs::path const& folder) {
    auto const key_file = folder / "keys" / "log.key";
    if (!fs::exists(key_file))
        TRY(LogKey::create(key_file, "log.example/house"));
    HouseLog log;
    log.folder =
        TRY(LogFolder::open(log_folder(folder), TRY(LogKey::open(key_file, folder / "data"))));
    log.sequencer = TRY(Sequencer::open(*house.database, *log.folder, *house.log));
    return log;
}

Result<std::shared_ptr<Catalogue const>> example_catalogue() {
    return Catalogue::load(fs::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de");
}

Result<std::shared_ptr<Catalogue const>> small_catalogue(fs::path const& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    for (auto const& file :
         fs::directory_iterator{fs::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de"})
        if (file.is_regular_file()) // a link is there at once and whole, whoever is killed
                                    // meanwhile
            fs::create_symlink(file.path(), folder / file.path().filename(), error);
    return Catalogue::load(folder); // says which file is missing
}

} // namespace leitstand::house
