// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_renewal.hpp"

#include "base/fault.hpp"
#include "base/files.hpp"
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

Result<void> rename_if_there(fs::path const& from, fs::path const& to) {
    std::error_code problem;
    if (!fs::exists(from, problem) && !problem)
        return {};
    if (fs::exists(to, problem)) // never over something that is there
        return fail(Code::conflict, "log.cannot_write", fmt::format("{} is there", to.string()));
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
    std::error_code problem;
    if (fs::exists(names.folder, problem)) {
        TRY(rename_if_there(place.folder, aside));
        FAULT_POINT("renewal.between_folders");
        TRY(rename_if_there(names.folder, place.folder));
    }
    FAULT_POINT("renewal.between_parts");
    if (fs::exists(names.key_file, problem)) {
        TRY(rename_if_there(place.key_file, with_suffix(place.key_file, Names::of_old(before))));
        TRY(rename_if_there(names.key_file, place.key_file));
    }
    return fs::exists(aside, problem) ? aside : fs::path{};
}

// The last checkpoint of the old log, which must hold and fit the database; "" without a folder.
Result<std::string> end_of_old(Database& database, fs::path const& folder, VerifierKey const& key,
                               std::uint64_t entries) {
    std::error_code problem;
    if (!fs::exists(folder, problem) && !problem)
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

Result<LogKey> new_key(fs::path const& file, LogPlace const& place, std::string const& origin) {
    std::error_code problem;
    if (fs::exists(file, problem)) // of a call that was interrupted
        return LogKey::open(file, place.data_folder);
    return LogKey::create(file, origin);
}

} // namespace

Result<LogRenewal> renew_log(Database& database, EntryLog& log, LogPlace const& place,
                             std::string const& origin, std::string const& reason) {
    Names const names{place};
    auto const known = TRY(log_of_database(database));
    if (!known)
        return fail(Code::refused, "log.not_begun", "no entry has come into a log yet");
    auto const lock = TRY(lock_log(place.folder));
    auto key = TRY(new_key(names.key_file, place, origin));
    auto const after = key.verifier();

    LogRenewal done;
    done.after = after.print();
    done.entries = TRY(length_in_database(database));
    if (*known == done.after) { // interrupted after the database knew
        done.before = TRY(log_before(database)).value_or("");
    } else {
        done.before = *known;
        auto const old = TRY(VerifierKey::parse(*known));
        auto const end = TRY(end_of_old(database, place.folder, old, done.entries));
        TRY(build(database, names.folder, std::move(key), done.entries));
        FAULT_POINT("renewal.before_database");
        TRY(database.write([&](Sql& sql) -> Result<void> {
            TRY(name_log(sql, after));
            return log.write(sql, {.type = EntryType::log_renewed,
                                   .details = {{"before", done.before},
                                               {"checkpoint", end},
                                               {"after", done.after},
                                               {"reason", reason}}});
        }));
        FAULT_POINT("renewal.after_database");
    }
    done.old_folder = TRY(change_places(place, names, TRY(VerifierKey::parse(done.before))));
    return done;
}

} // namespace leitstand
