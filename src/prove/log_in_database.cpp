// SPDX-License-Identifier: EUPL-1.2
#include "prove/log_in_database.hpp"

#include "prove/entry_table.hpp"
#include "store/setting_table.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kEntriesAtOnce = 4'096;

constexpr char kKey[] = "log.key";
constexpr char kKeyBefore[] = "log.key.before";
constexpr char kBegun[] = "log.begun";

Result<std::optional<std::string>> setting(Database& database, std::string_view key) {
    return database.read_for<std::optional<std::string>>(
        [&](Sql& sql) { return read_setting(sql, key); });
}

} // namespace

Result<std::optional<std::string>> log_of_database(Database& database) {
    return setting(database, kKey);
}

Result<std::optional<std::string>> log_before(Database& database) {
    return setting(database, kKeyBefore);
}

Result<void> name_log(Sql& sql, VerifierKey const& key) {
    if (auto const before = TRY(read_setting(sql, kKey)))
        TRY(write_setting(sql, kKeyBefore, *before));
    return write_setting(sql, kKey, key.print());
}

Result<bool> log_has_begun(Database& database) {
    return TRY(setting(database, kBegun)).has_value();
}

Result<void> note_log_begun(Database& database) {
    return database.write([](Sql& sql) { return write_setting(sql, kBegun, "yes"); });
}

Result<std::uint64_t> length_in_database(Database& database) {
    return database.read_for<std::uint64_t>(entry_table::size);
}

Result<std::vector<std::string>> leaves_in_database(Database& database, std::uint64_t from) {
    return database.read_for<std::vector<std::string>>(
        [&](Sql& sql) { return entry_table::leaves(sql, from, kEntriesAtOnce); });
}

Result<TreeHash> root_in_database(Database& database, std::uint64_t size) {
    Peaks peaks;
    while (peaks.size() < size) {
        auto const some = TRY(leaves_in_database(database, peaks.size()));
        if (some.empty())
            return fail(Code::damaged, "log.other_entries",
                        fmt::format("the database has {} entries, the log {}", peaks.size(), size));
        for (auto const& leaf : some)
            if (peaks.size() < size)
                peaks.add(leaf_hash(leaf));
    }
    return peaks.root();
}

} // namespace leitstand
