// SPDX-License-Identifier: EUPL-1.2
#include <map>

#include "backup/memory_file.hpp"
#include "backup/restore.hpp"
#include "prove/log_in_database.hpp"
#include "prove/log_verifier.hpp"
#include "prove/sequencer.hpp"
#include "prove/tile_files.hpp"
#include "receive/ledger.hpp"
#include "receive/ledger_table.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kItemsAtOnce = 500;
constexpr std::string_view kStepsTable = "schema_version"; // of the database's schema

// The rooms of a restored installation that hold what was saved.
struct Rooms {
    MemoryFile key_file;
    std::unique_ptr<KeyRing> keys{};
    std::unique_ptr<Database> database{};
    std::unique_ptr<EntryLog> log{};
    std::unique_ptr<BlobStore> blobs{};
    std::unique_ptr<Ledger> ledger{};

    static Result<std::unique_ptr<Rooms>> open(Restored const& restored, fs::path const& home,
                                               Limits const& limits, TimeSource& time) {
        auto rooms = std::make_unique<Rooms>(Rooms{TRY(MemoryFile::make(restored.master_key))});
        rooms->keys = std::make_unique<KeyRing>(TRY(KeyRing::open(rooms->key_file.path(), home)));
        rooms->database = TRY(Database::open(restored.database_url, limits));
        rooms->log = std::make_unique<EntryLog>(*rooms->keys, time);
        rooms->blobs = TRY(BlobStore::open(home / "blobs"));
        rooms->ledger = TRY(
            Ledger::open(*rooms->database, *rooms->blobs, *rooms->keys, limits, time, *rooms->log));
        return rooms;
    }
};

std::int64_t rows_of(SnapshotFacts const& facts, std::string_view table) {
    auto const found =
        std::ranges::find(facts.rows, table, [](auto const& row) { return row.first; });
    return found == facts.rows.end() ? -1 : found->second;
}

// A newer program has taken steps of the schema meanwhile, and may have moved rows with them.
Result<void> check_rows(SnapshotFacts const& saved, SnapshotFacts const& present) {
    if (rows_of(saved, kStepsTable) != rows_of(present, kStepsTable))
        return {};
    for (auto const& [table, count] : saved.rows)
        if (rows_of(present, table) != count)
            return fail(Code::damaged, "restore.other_rows",
                        fmt::format("table {}: {} rows saved, {} restored", table, count,
                                    rows_of(present, table)));
    return {};
}

// From the signature down to each entry, and that the database has the same ones.
Result<void> check_log(Restored const& restored, fs::path const& folder, Database& database,
                       RestoreReport& report) {
    auto const known = TRY(log_of_database(database));
    std::error_code ignored; // what cannot be looked at is missing
    if (!fs::exists(folder / kCheckpointFile, ignored)) {
        if (TRY(log_has_begun(database)))
            return fail(Code::damaged, "log.missing", folder.string());
        return {}; // nothing was in it yet
    }
    auto const key_file = TRY(MemoryFile::make(restored.log_key));
    auto const key = TRY(LogKey::open(key_file.path(), folder)).verifier();
    report.log_key = key.print();
    if (known && *known != report.log_key)
        return fail(Code::refused, "log.other_origin", report.log_key);
    auto const verified = TRY(verify_log(folder, key));
    if (verified.fault)
        return fail(Code::damaged, "log.damaged",
                    fmt::format("{}: expected {}, found {}", verified.fault->file,
                                verified.fault->expected, verified.fault->found));
    report.entries = verified.checkpoint->size;
    if (TRY(root_in_database(database, report.entries)) != verified.checkpoint->root)
        return fail(Code::damaged, "log.other_entries",
                    fmt::format("within the first {}", report.entries));
    return {};
}

// Opens every blob that the database names, item by item.
class BlobCheck {
  public:
    BlobCheck(Rooms& rooms, Manifest const& manifest, RestoreReport& report,
              BackupProgress const& progress)
        : rooms_(rooms), missing_(manifest.missing.begin(), manifest.missing.end()),
          report_(report), progress_(progress) {}

    Result<void> run() {
        TRY(rooms_.database->read([&](Sql& sql) {
            blobs_.clear();
            return ledger_table::each_blob(sql, [&](std::int64_t number, std::string const& id) {
                blobs_.emplace(number, id);
                return Result<void>{};
            });
        }));
        for (std::int64_t from = 1;;) {
            auto const some = TRY(rooms_.database->read_for<std::vector<ledger_table::WrappedKey>>(
                [&](Sql& sql) { return ledger_table::wrapped_keys(sql, from, kItemsAtOnce); }));
            if (some.empty())
                break;
            for (auto const& item : some)
                TRY(check_item(item));
            from = some.back().number + 1;
        }
        return report_.blobs + report_.missing == blobs_.size()
                   ? Result<void>{}
                   : fail(Code::damaged, "restore.other_rows", "blobs of items that are not there");
    }

  private:
    Result<void> check_item(ledger_table::WrappedKey const& row) {
        auto const item = TRY(rooms_.ledger->find(row.id));
        auto const key = TRY(rooms_.ledger->item_key(item));
        auto const [first, last] = blobs_.equal_range(row.number);
        for (auto blob = first; blob != last; ++blob) {
            if (missing_.contains(blob->second)) {
                ++report_.missing;
                continue;
            }
            if (blob->second == item.blob.id) // size and hash stand in the item's row
                TRY(rooms_.ledger->stream_original(
                    item, [](std::string_view) -> Result<void> { return {}; }));
            else
                TRY(rooms_.blobs->check(blob->second, key));
            progress_("check", ++report_.blobs, blobs_.size());
        }
        ++report_.items;
        return {};
    }

    Rooms& rooms_;
    std::set<std::string> missing_;
    RestoreReport& report_;
    BackupProgress const& progress_;
    std::multimap<std::int64_t, std::string> blobs_; // by the number of their item
};

} // namespace

Result<RestoreReport> verify_restored(Restored const& restored, fs::path const& home,
                                      Limits const& limits, TimeSource& time,
                                      BackupProgress const& progress) {
    auto const rooms = TRY(Rooms::open(restored, home, limits, time));
    RestoreReport report;
    TRY(rooms->database->check());
    auto const present = TRY(rooms->database->read_for<SnapshotFacts>(snapshot_facts));
    TRY(check_rows(restored.facts, present));
    for (auto const& [table, count] : present.rows)
        report.rows += static_cast<std::uint64_t>(count);
    TRY(check_log(restored, home / "log", *rooms->database, report));
    TRY(BlobCheck(*rooms, restored.manifest, report, progress).run());
    return report;
}

Result<void> enter_restored(Restored const& restored, fs::path const& home, Limits const& limits,
                            TimeSource& time, AlsoRestored const& also) {
    auto const rooms = TRY(Rooms::open(restored, home, limits, time));
    return rooms->database->write([&](Sql& sql) -> Result<void> {
        TRY(rooms->log->write(sql, {.type = EntryType::restored,
                                    .details = {{"backup", restored.name},
                                                {"sha256", to_hex(restored.manifest_sha256)}}}));
        return also ? also(sql, *rooms->log) : Result<void>{};
    });
}

} // namespace leitstand
