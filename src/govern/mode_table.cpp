// SPDX-License-Identifier: EUPL-1.2
#include "govern/mode_table.hpp"

#include "store/sql.hpp"

namespace leitstand::mode_table {

namespace {

struct Row {
    std::string function, before, mode, by, reason;
    long long at = 0;
};

Result<ModeChange> from_row(Row const& row) {
    ModeChange change;
    change.function = TRY(parse_function(row.function));
    change.from = TRY(parse_mode(row.before));
    change.to = TRY(parse_mode(row.mode));
    change.by = row.by;
    change.reason = row.reason;
    change.at = {row.at};
    return change;
}

} // namespace

Result<std::vector<ModeChange>> all(Sql& sql) {
    return sql_call([&]() -> Result<std::vector<ModeChange>> {
        Row row;
        soci::statement statement =
            (sql.session().prepare
                 << "SELECT function_key, mode_before, mode, changed_by, reason, changed_at"
                    " FROM mode_change ORDER BY sequence",
             soci::into(row.function), soci::into(row.before), soci::into(row.mode),
             soci::into(row.by), soci::into(row.reason), soci::into(row.at));
        statement.execute();
        std::vector<ModeChange> changes;
        while (statement.fetch())
            changes.push_back(TRY(from_row(row)));
        return changes;
    });
}

Result<std::int64_t> newest(Sql& sql) {
    return sql_call([&]() -> Result<std::int64_t> {
        long long sequence = 0;
        sql.session() << "SELECT COALESCE(MAX(sequence), 0) FROM mode_change", soci::into(sequence);
        return sequence;
    });
}

namespace {

// SQLite has one writer: whoever is in a transaction that writes is alone. PostgreSQL takes the
// snapshot of a transaction with its first query, which LOCK is not: what a change stored before
// this lock came free is seen behind it.
Result<void> lock(Sql& sql, std::string_view kind) {
    if (sql.engine() == Engine::sqlite)
        return {};
    return sql_call([&]() -> Result<void> {
        sql.session() << fmt::format("LOCK TABLE mode_change IN {} MODE", kind);
        return {};
    });
}

} // namespace

Result<void> keep_still(Sql& sql) {
    return lock(sql, "SHARE");
}

Result<void> begin_change(Sql& sql) {
    return lock(sql, "SHARE ROW EXCLUSIVE");
}

Result<void> append(Sql& sql, ModeChange const& change, std::int64_t number) {
    return sql_call([&]() -> Result<void> {
        std::string const function{function_name(change.function)};
        std::string const before{mode_name(change.from)};
        std::string const mode{mode_name(change.to)};
        long long const change_number = number;
        long long const at = change.at.microseconds;
        sql.session()
            << "INSERT INTO mode_change (sequence, function_key, change_number, mode_before, mode,"
               " changed_by, reason, changed_at)"
               " VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM mode_change), :function, "
               ":number,"
               " :before, :mode, :changed_by, :reason, :changed_at)",
            soci::use(function), soci::use(change_number), soci::use(before), soci::use(mode),
            soci::use(change.by), soci::use(change.reason), soci::use(at);
        return {};
    });
}

} // namespace leitstand::mode_table
