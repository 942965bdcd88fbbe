// SPDX-License-Identifier: EUPL-1.2
#include "prove/entry_log.hpp"

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/ids.hpp"
#include "store/setting_table.hpp"

namespace leitstand {

namespace {

constexpr std::chrono::seconds kWaitMax{60};

std::string opening_context(std::string_view leaf) {
    return fmt::format("log entry:{}", to_base64(leaf));
}

// What says more to the caller than "not written" goes through: the database runs the work again on
// some of these, and people can act on the others.
bool speaks_for_itself(Error const& error) {
    return error.key == "database.again" || error.code == Code::unavailable ||
           error.code == Code::no_space || error.code == Code::timed_out;
}

} // namespace

EntryLog::EntryLog(KeyRing const& keys, TimeSource& time, Circumstances circumstances,
                   RolesOf roles_of)
    : time_(time), key_(keys.purpose_key("log entries")), circumstances_(std::move(circumstances)),
      roles_of_(std::move(roles_of)) {}

Result<void> EntryLog::write(Sql& sql, LogEntry const& entry) const {
    ASSERT(details_fit(entry.type, entry.details));
    TRY(check_accepting());
    EntryRecord record;
    record.id = new_id();
    record.type = entry.type;
    record.at = time_.now();
    record.account = entry.account;
    if (roles_of_ && !entry.account.empty())
        record.roles = TRY(roles_of_(sql, entry.account));
    if (entry.item)
        record.item = entry.item->id;
    record.circumstances = circumstances_;
    record.details = entry.details;

    Opening const opening{random_bytes(kSaltBytes), print_record(record)};
    entry_table::NewRow row;
    row.leaf = leaf_of(opening);
    row.type = entry_type(entry.type).key;
    row.at = record.at;
    if (entry.item)
        row.item = entry.item->number;
    row.sealed = seal(entry.item ? entry.item->key : key_, opening_context(row.leaf),
                      opening.salt + opening.record);
    FAULT_POINT("entry.before_rows");
    auto const written = entry_table::insert(sql, row);
    FAULT_POINT("entry.after_rows");
    if (!written && !speaks_for_itself(written.error()))
        return fail(Code::unavailable, "log.entry_not_written", written.error().describe());
    return written;
}

Result<void> EntryLog::enter(Database& database, LogEntry const& entry) const {
    return database.write([&](Sql& sql) { return write(sql, entry); });
}

Result<void> EntryLog::enter_changes(Database& database) const {
    struct Watched {
        EntryType type;
        char const* setting;
        std::string const& now;
    };
    std::array<Watched, 2> const watched{
        {{EntryType::configuration_changed, "log.configuration", circumstances_.configuration},
         {EntryType::catalogue_changed, "log.catalogue", circumstances_.catalogue}}};
    auto const has_changed = TRY(database.read_for<bool>([&](Sql& sql) -> Result<bool> {
        for (auto const& each : watched)
            if (TRY(read_setting(sql, each.setting)).value_or("") != each.now)
                return true;
        return false;
    }));
    if (!has_changed) // most starts: nothing is written
        return {};
    return database.write([&](Sql& sql) -> Result<void> {
        for (auto const& each : watched) {
            auto const before = TRY(read_setting(sql, each.setting)).value_or("");
            if (before == each.now)
                continue;
            TRY(write_setting(sql, each.setting, each.now));
            TRY(write(sql,
                      {.type = each.type, .details = {{"before", before}, {"after", each.now}}}));
        }
        return {};
    });
}

Result<Opening> EntryLog::open(entry_table::Row const& row, SecretKey const* item_key) const {
    if (row.sealed.empty())
        return fail(Code::not_found, "log.entry_deleted", fmt::format("entry {}", row.id));
    auto const damaged = [&](char const* what) {
        return fail(Code::damaged, "log.entry_damaged", fmt::format("entry {}: {}", row.id, what));
    };
    if (row.item && item_key == nullptr)
        return damaged("the key of its item is missing");
    auto const plain =
        open_sealed(row.item ? *item_key : key_, opening_context(row.leaf), row.sealed);
    if (!plain || plain->size() <= kSaltBytes)
        return damaged("it does not open");
    Opening opening{plain->substr(0, kSaltBytes), plain->substr(kSaltBytes)};
    if (leaf_of(opening) != row.leaf)
        return damaged("its leaf commits to something else");
    return opening;
}

Result<void> EntryLog::check_in_time(Database& database) const {
    auto const since = TRY(database.read_for<std::optional<Instant>>(entry_table::waiting_since));
    auto const limit = std::chrono::microseconds{kWaitMax}.count();
    if (since && time_.now().microseconds - since->microseconds > limit)
        return fail(Code::unavailable, "log.behind", "whoever writes the log does not");
    return {};
}

void EntryLog::refuse(Error const& why) {
    std::lock_guard const lock{mutex_};
    refusal_ = why;
}

void EntryLog::accept() {
    std::lock_guard const lock{mutex_};
    refusal_.reset();
}

Result<void> EntryLog::check_accepting() const {
    std::lock_guard const lock{mutex_};
    return refusal_ ? Result<void>{tl::unexpected(*refusal_)} : Result<void>{};
}

} // namespace leitstand
