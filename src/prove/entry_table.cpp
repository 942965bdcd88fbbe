// SPDX-License-Identifier: EUPL-1.2
#include "prove/entry_table.hpp"

#include "base/fault.hpp"
#include "prove/leaf.hpp"
#include "store/sql.hpp"

namespace leitstand::entry_table {

namespace {

struct Flat {
    long long id = 0, position = 0, at = 0, item = 0;
    soci::indicator has_position = soci::i_null, has_item = soci::i_null, has_sealed = soci::i_null;
    std::string leaf, type, sealed;
};

Result<Row> from_flat(Flat const& flat) {
    Row row;
    row.id = flat.id;
    if (flat.has_position == soci::i_ok)
        row.position = flat.position;
    row.leaf = TRY(from_base64(flat.leaf));
    row.type = flat.type;
    row.at = {flat.at};
    if (flat.has_item == soci::i_ok)
        row.item = flat.item;
    if (flat.has_sealed == soci::i_ok)
        row.sealed = TRY(from_base64(flat.sealed));
    return row;
}

void exchange(soci::statement& statement, Flat& flat) {
    statement.exchange(soci::into(flat.id));
    statement.exchange(soci::into(flat.position, flat.has_position));
    statement.exchange(soci::into(flat.leaf));
    statement.exchange(soci::into(flat.type));
    statement.exchange(soci::into(flat.at));
    statement.exchange(soci::into(flat.item, flat.has_item));
    statement.exchange(soci::into(flat.sealed, flat.has_sealed));
}

// Of a statement with all that it exchanges.
Result<std::vector<Row>> rows_of(soci::statement& statement, Flat& flat, std::string const& rest,
                                 std::size_t count) {
    statement.alloc();
    statement.prepare(fmt::format(
        "SELECT e.id, e.position, e.leaf, e.type, e.at, e.item, o.sealed FROM log_entry e"
        " LEFT JOIN log_opening o ON o.id = e.id WHERE {} LIMIT {}",
        rest, count));
    statement.define_and_bind();
    statement.execute();
    std::vector<Row> rows;
    while (statement.fetch())
        rows.push_back(TRY(from_flat(flat)));
    return rows;
}

Result<std::vector<Row>> select(Sql& sql, std::string const& condition, long long value,
                                std::size_t count) {
    return sql_call([&]() -> Result<std::vector<Row>> {
        Flat flat;
        soci::statement statement{sql.session()};
        exchange(statement, flat);
        statement.exchange(soci::use(value, "value"));
        return rows_of(statement, flat, condition + " ORDER BY e.id", count);
    });
}

Result<long long> next_position(Sql& sql) {
    long long next = -1;
    sql.session() << "SELECT next FROM log_sequence WHERE only_row = 1", soci::into(next);
    if (next < 0)
        return fail(Code::damaged, "database.damaged", "log_sequence has no row");
    return next;
}

} // namespace

Result<void> insert(Sql& sql, NewRow const& row) {
    return sql_call([&]() -> Result<void> {
        auto const leaf = to_base64(row.leaf);
        auto const sealed = to_base64(row.sealed);
        long long const at = row.at.microseconds;
        long long const item = row.item.value_or(0);
        auto has_item = row.item ? soci::i_ok : soci::i_null;
        long long id = 0;
        {
            soci::statement statement =
                (sql.session().prepare << "INSERT INTO log_entry (leaf, type, at, item) VALUES"
                                          " (:leaf, :type, :at, :item) RETURNING id",
                 soci::use(leaf, "leaf"), soci::use(row.type, "type"), soci::use(at, "at"),
                 soci::use(item, has_item, "item"), soci::into(id));
            statement.execute();
            while (statement.fetch()) {
            } // to its end, or SQLite takes it for running when the transaction commits
        }
        FAULT_POINT("entry.between_rows");
        sql.session() << "INSERT INTO log_opening (id, sealed) VALUES (:id, :sealed)",
            soci::use(id), soci::use(sealed);
        return {};
    });
}

Result<std::vector<Row>> of_item(Sql& sql, std::int64_t item, std::size_t count) {
    return select(sql, "e.item = :value", item, count);
}

Result<std::vector<Row>> from_id(Sql& sql, std::int64_t id, std::size_t count) {
    return select(sql, "e.id >= :value", id, count);
}

Result<std::vector<Row>> newest(Sql& sql, Filter const& filter, Place const& below,
                                std::size_t count) {
    return sql_call([&]() -> Result<std::vector<Row>> {
        bool const by_time = !filter.type.empty() || filter.from || filter.until;
        // Deleted entries are at 0, which is no time.
        auto const from = std::max<long long>(1, filter.from.value_or(Instant{}).microseconds);
        // The place of the list is a bound, too, so that the index leads right to it.
        auto const until = std::min<long long>(filter.until.value_or(kNewest.at).microseconds,
                                               below.at.microseconds == kNewest.at.microseconds
                                                   ? kNewest.at.microseconds
                                                   : below.at.microseconds + 1);
        long long const item = filter.item.value_or(0);
        long long const position = filter.position.value_or(0);
        long long const at = below.at.microseconds, id = below.id;
        Flat flat;
        soci::statement statement{sql.session()};
        exchange(statement, flat);
        std::string rest;
        if (by_time) {
            rest = "e.at >= :since AND e.at < :until AND (e.at, e.id) < (:at, :id)";
            statement.exchange(soci::use(from, "since"));
            statement.exchange(soci::use(until, "until"));
            statement.exchange(soci::use(at, "at"));
        } else {
            rest = "e.id < :id";
        }
        statement.exchange(soci::use(id, "id"));
        if (!filter.type.empty()) {
            rest += " AND e.type = :type";
            statement.exchange(soci::use(filter.type, "type"));
        }
        if (filter.item) {
            rest += " AND e.item = :item";
            statement.exchange(soci::use(item, "item"));
        }
        if (filter.position) {
            rest += " AND e.position = :position";
            statement.exchange(soci::use(position, "position"));
        }
        rest += by_time ? " ORDER BY e.at DESC, e.id DESC" : " ORDER BY e.id DESC";
        return rows_of(statement, flat, rest, count);
    });
}

Result<std::uint64_t> size_before(Sql& sql, Instant end) {
    return sql_call([&]() -> Result<std::uint64_t> {
        long long const until = end.microseconds;
        long long last = 0;
        sql.session() << "SELECT position FROM log_entry WHERE at > 0 AND at < :until AND position"
                         " IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1",
            soci::use(until), soci::into(last);
        return sql.session().got_data() ? static_cast<std::uint64_t>(last) + 1 : 0;
    });
}

Result<Instant> newest_at(Sql& sql) {
    return sql_call([&]() -> Result<Instant> {
        long long at = 0;
        sql.session() << "SELECT COALESCE(MAX(at), 0) FROM log_entry", soci::into(at);
        return Instant{at};
    });
}

Result<std::uint64_t> waiting(Sql& sql) {
    return sql_call([&]() -> Result<std::uint64_t> {
        long long count = 0;
        sql.session() << "SELECT count(*) FROM log_entry WHERE position IS NULL", soci::into(count);
        return static_cast<std::uint64_t>(count);
    });
}

Result<std::uint64_t> size(Sql& sql) {
    return sql_call([&]() -> Result<std::uint64_t> {
        return static_cast<std::uint64_t>(TRY(next_position(sql)));
    });
}

Result<bool> any_waiting(Sql& sql) {
    return sql_call([&]() -> Result<bool> {
        long long id = 0;
        sql.session() << "SELECT id FROM log_entry WHERE position IS NULL ORDER BY id LIMIT 1",
            soci::into(id);
        return sql.session().got_data();
    });
}

Result<bool> is_waiting(Sql& sql, std::string_view type) {
    return sql_call([&]() -> Result<bool> {
        std::string const key{type};
        long long id = 0;
        sql.session() << "SELECT id FROM log_entry WHERE position IS NULL AND type = :type LIMIT 1",
            soci::use(key), soci::into(id);
        return sql.session().got_data();
    });
}

Result<std::optional<Instant>> waiting_since(Sql& sql) {
    return sql_call([&]() -> Result<std::optional<Instant>> {
        long long at = 0;
        sql.session() << "SELECT at FROM log_entry WHERE position IS NULL AND at > 0 ORDER BY"
                         " id LIMIT 1",
            soci::into(at);
        return sql.session().got_data() ? std::optional{Instant{at}} : std::nullopt;
    });
}

Result<std::size_t> give_positions(Sql& sql, std::size_t count) {
    return sql_call([&]() -> Result<std::size_t> {
        if (sql.engine() == Engine::postgresql) {
            // The lock does the ordering. The stricter level would only make the acts fail that
            // write entries meanwhile.
            sql.session() << "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
            sql.session() << "LOCK TABLE log_sequence IN EXCLUSIVE MODE";
        }
        long long const next = TRY(next_position(sql));
        long long given = 0;
        {
            soci::statement statement =
                (sql.session().prepare
                     << "UPDATE log_entry SET position = :next + numbered.turn FROM (SELECT id,"
                        " row_number() OVER (ORDER BY id) - 1 AS turn FROM (SELECT id FROM"
                        " log_entry WHERE position IS NULL ORDER BY id LIMIT "
                     << count << ") AS waiting) AS numbered WHERE log_entry.id = numbered.id",
                 soci::use(next, "next"));
            statement.execute(true);
            given = statement.get_affected_rows();
        }
        FAULT_POINT("sequencer.between_rows");
        sql.session() << "UPDATE log_sequence SET next = next + :given WHERE only_row = 1",
            soci::use(given);
        return static_cast<std::size_t>(given);
    });
}

Result<std::vector<std::string>> leaves(Sql& sql, std::uint64_t from, std::size_t count) {
    return sql_call([&]() -> Result<std::vector<std::string>> {
        auto const first = static_cast<long long>(from);
        long long const end = first + static_cast<long long>(count);
        std::string leaf;
        soci::statement statement =
            (sql.session().prepare << "SELECT leaf FROM log_entry WHERE position >= :first AND"
                                      " position < :end ORDER BY position",
             soci::use(first, "first"), soci::use(end, "end"), soci::into(leaf));
        statement.execute();
        std::vector<std::string> found;
        while (statement.fetch()) {
            found.push_back(TRY(from_base64(leaf)));
            if (found.back().size() != kLeafBytes)
                return fail(
                    Code::damaged, "log.entry_damaged",
                    fmt::format("the leaf at {} has another length", from + found.size() - 1));
        }
        return found;
    });
}

Result<std::size_t> erase_item(Sql& sql, std::int64_t item) {
    return sql_call([&]() -> Result<std::size_t> {
        long long const number = item;
        sql.session() << "DELETE FROM log_opening WHERE id IN (SELECT id FROM log_entry WHERE item"
                         " = :item)",
            soci::use(number);
        soci::statement statement =
            (sql.session().prepare
                 << "UPDATE log_entry SET type = '', at = 0, item = NULL WHERE item = :item",
             soci::use(number, "item"));
        statement.execute(true);
        return static_cast<std::size_t>(statement.get_affected_rows());
    });
}

} // namespace leitstand::entry_table
