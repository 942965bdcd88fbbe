// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_renewal.hpp"

#include "base/fault.hpp"
#include "base/files.hpp"
#include "prove/entry_table.hpp"
#include "prove/log_folder.hpp"
#include "prove/log_in_database.hpp"
#include "prove/log_verifier.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

fs::path with_suffix(fs::path path, std::string const& suffix) {
    return path += suffix;
}

// Where the new parts lie until the database knows them, and the old ones afterwards.
struct Names {
    explicit Names(LogPlace const& place)
        : folder(with_suffix(place.folder, ".new")), key_file(with_suffix(place.key_file, ".new")) {
    }
    static std::string of_old(VerifierKey const& key) { return fmt::format(".{:08x}", key.id()); }

    fs::path folder;
    fs::path key_file;
};

Result<bool> is_there(fs::path const& path) {
    std::error_code problem;
    bool const there = fs::exists(path, problem);
    if (problem)
        return tl::unexpected(errno_error(problem.value(), "log.cannot_read", path.string()));
    return there;
}

Result<void> rename_if_there(fs::path const& from, fs::path const& to) {
    if (!TRY(is_there(from)))
        return {};
    if (TRY(is_there(to))) // never over something that is there
        return fail(Code::conflict, "log.cannot_write", fmt::format("{} is there", to.string()));
    std::error_code problem;
    fs::rename(from, to, problem);
    if (problem)
        return tl::unexpected(
            log_write_error(errno_error(problem.value(), "log.cannot_write"), from.string()));
    return sync_directory(to.parent_path());
}

// The database knows the new key: folder and key file get their places. Each step is skipped where
// an earlier call did it.
Result<fs::path> change_places(LogPlace const& place, Names const& names,
                               VerifierKey const& before) {
    auto const aside = with_suffix(place.folder, Names::of_old(before));
    if (TRY(is_there(names.folder))) {
        TRY(rename_if_there(place.folder, aside));
        FAULT_POINT("renewal.between_folders");
        TRY(rename_if_there(names.folder, place.folder));
        std::error_code ignored; // nobody writes under that name any more
        fs::remove(lock_file(names.folder), ignored);
    }
    FAULT_POINT("renewal.between_parts");
    if (TRY(is_there(names.key_file))) {
        TRY(rename_if_there(place.key_file, with_suffix(place.key_file, Names::of_old(before))));
        TRY(rename_if_there(names.key_file, place.key_file));
    }
    return TRY(is_there(aside)) ? aside : fs::path{};
}

// The last checkpoint of the old log, which must hold and fit the database; "" where its folder is
// missing or has none.
Result<std::string> end_of_old(Database& database, fs::path const& folder, VerifierKey const& key,
                               std::uint64_t entries) {
    if (!TRY(is_there(folder / kCheckpointFile)))
        return std::string{};
    auto const report = TRY(verify_log(folder, key));
    if (report.fault)
        return fail(Code::damaged, "log.not_whole",
                    fmt::format("{}: {}", report.fault->file, report.fault->found));
    auto const& end = *report.checkpoint;
    if (end.size > entries || TRY(root_in_database(database, end.size)) != end.root)
        return fail(Code::damaged, "log.not_whole", "the database holds other entries");
    return read_file(folder / kCheckpointFile, kNoteBytesMax);
}

// Built anew by each call: one that was interrupted is not gone on with.
Result<void> build(Database& database, fs::path const& folder, LogKey key, std::uint64_t entries) {
    std::error_code problem;
    fs::remove_all(folder, problem);
    auto const built = TRY(LogFolder::open(folder, std::move(key)));
    while (built->size() < entries) {
        auto const leaves = TRY(leaves_in_database(database, built->size()));
        if (leaves.empty())
            return fail(Code::damaged, "log.other_entries",
                        fmt::format("entry {} is missing", built->size()));
        TRY(built->append(leaves));
    }
    return {};
}

// The key of a call that was interrupted, if the database knows it already. Any other was never
// used.
Result<std::optional<LogKey>> key_on_its_way(fs::path const& file, LogPlace const& place,
                                             std::string const& known) {
    if (!TRY(is_there(file)))
        return std::optional<LogKey>{};
    auto key = TRY(LogKey::open(file, place.data_folder));
    if (key.verifier().print() == known)
        return std::optional{std::move(key)};
    std::error_code ignored;
    fs::remove(file, ignored);
    return std::optional<LogKey>{};
}

// The database learns of the new log, whose folder is complete; both or neither.
Result<void> tell_database(Database& database, EntryLog const& log, VerifierKey const& after,
                           EntryDetails const& details) {
    FAULT_POINT("renewal.before_database");
    TRY(database.write([&](Sql& sql) -> Result<void> {
        TRY(name_log(sql, after));
        return log.write(sql, {.type = EntryType::log_renewed, .details = details});
    }));
    FAULT_POINT("renewal.after_database");
    return {};
}

// From the old log to a new one that the database knows.
Result<void> begin_anew(Database& database, EntryLog const& log, LogPlace const& place,
                        std::string const& known, LogKey key, std::string const& reason) {
    Names const names{place};
    auto const after = key.verifier();
    auto const entries = TRY(length_in_database(database));
    auto const end =
        TRY(end_of_old(database, place.folder, TRY(VerifierKey::parse(known)), entries));
    TRY(build(database, names.folder, std::move(key), entries));
    return tell_database(
        database, log, after,
        {{"before", known}, {"checkpoint", end}, {"after", after.print()}, {"reason", reason}});
}

} // namespace

Result<LogRenewal> renew_log(Database& database, EntryLog& log, LogPlace const& place,
                             std::string const& origin, std::string const& reason) {
    Names const names{place};
    auto const known = TRY(log_of_database(database));
    if (!known)
        return fail(Code::refused, "log.not_begun", "no entry has come into a log yet");
    auto const lock = TRY(lock_log(place.folder));
    auto const on_its_way = TRY(key_on_its_way(names.key_file, place, *known));
    // Interrupted at the very end: its entry did not come into the log yet.
    bool const waits = TRY(database.read_for<bool>([](Sql& sql) {
        return entry_table::is_waiting(sql, entry_type(EntryType::log_renewed).key);
    }));
    if (!on_its_way && !waits)
        TRY(begin_anew(database, log, place, *known, TRY(LogKey::create(names.key_file, origin)),
                       reason));
    LogRenewal done;
    done.after = TRY(log_of_database(database)).value_or("");
    done.before = TRY(log_before(database)).value_or("");
    done.entries = TRY(length_in_database(database));
    done.old_folder = TRY(change_places(place, names, TRY(VerifierKey::parse(done.before))));
    return done;
}

} // namespace leitstand
