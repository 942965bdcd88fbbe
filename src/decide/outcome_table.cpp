// SPDX-License-Identifier: EUPL-1.2
#include "decide/outcome_table.hpp"

#include <fmt/ranges.h>

#include "store/sql.hpp"

namespace leitstand::outcome_table {

Result<void> put(Sql& sql, Row const& row) {
    return sql_call([&]() -> Result<void> {
        std::string const function{function_name(row.function)};
        std::string const outcome{decision_outcome_name(row.outcome)};
        sql.session() << "INSERT INTO decision_outcome (number, finding, function_key, kind,"
                         " outcome, unit, day, decided_by) VALUES (:number, :finding, :function,"
                         " :kind, :outcome, :unit, :day, :who) ON CONFLICT (number, finding) DO"
                         " UPDATE SET function_key = excluded.function_key, kind = excluded.kind,"
                         " outcome = excluded.outcome, unit = excluded.unit, day = excluded.day,"
                         " decided_by = excluded.decided_by",
            soci::use(row.number), soci::use(row.finding), soci::use(function), soci::use(row.kind),
            soci::use(outcome), soci::use(row.unit), soci::use(row.day), soci::use(row.decided_by);
        return {};
    });
}

Result<void> remove(Sql& sql, std::int64_t number, std::string const& finding) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "DELETE FROM decision_outcome WHERE number = :number AND"
                         " finding = :finding",
            soci::use(number), soci::use(finding);
        return {};
    });
}

namespace {

enum class Detail : std::uint8_t { whole, by_unit_and_kind };

Result<std::vector<Count>> counted(Sql& sql, FunctionKey function, std::int64_t first_day,
                                   std::int64_t last_day, Detail detail) {
    return sql_call([&]() -> Result<std::vector<Count>> {
        std::vector<Count> found;
        Count count;
        std::string const key{function_name(function)};
        long long day = 0;
        long long unit = 0;
        long long findings = 0;
        // In the order of the index decision_outcome_day: nothing is sorted to be counted.
        std::string_view const columns =
            detail == Detail::whole ? "day, outcome" : "day, outcome, unit, kind";
        std::string_view const shown = detail == Detail::whole ? "day, outcome, 0, ''" : columns;
        soci::statement run =
            (sql.session().prepare << "SELECT " << shown
                                   << ", COUNT(*) FROM decision_outcome WHERE"
                                      " function_key = :function AND day BETWEEN :first AND :last"
                                      " GROUP BY "
                                   << columns << " ORDER BY " << columns,
             soci::use(key), soci::use(first_day), soci::use(last_day), soci::into(day),
             soci::into(count.outcome), soci::into(unit), soci::into(count.kind),
             soci::into(findings));
        run.execute();
        while (run.fetch()) {
            count.day = day;
            count.unit = unit;
            count.findings = findings;
            found.push_back(count);
        }
        return found;
    });
}

} // namespace

Result<std::vector<Count>> counts(Sql& sql, FunctionKey function, std::int64_t first_day,
                                  std::int64_t last_day) {
    return counted(sql, function, first_day, last_day, Detail::by_unit_and_kind);
}

Result<std::vector<Count>> day_counts(Sql& sql, FunctionKey function, std::int64_t first_day,
                                      std::int64_t last_day) {
    return counted(sql, function, first_day, last_day, Detail::whole);
}

Result<std::vector<Presence>> presences(Sql& sql, FunctionKey function, std::int64_t first_day,
                                        std::int64_t last_day) {
    return sql_call([&]() -> Result<std::vector<Presence>> {
        std::vector<Presence> found;
        Presence presence;
        std::string const key{function_name(function)};
        long long week = 0;
        long long unit = 0;
        soci::statement run =
            (sql.session().prepare << "SELECT DISTINCT (day + 3) / 7, unit, kind, decided_by FROM"
                                      " decision_outcome WHERE function_key = :function AND day"
                                      " BETWEEN :first AND :last",
             soci::use(key), soci::use(first_day), soci::use(last_day), soci::into(week),
             soci::into(unit), soci::into(presence.kind), soci::into(presence.account));
        run.execute();
        while (run.fetch()) {
            presence.week = week;
            presence.unit = unit;
            found.push_back(presence);
        }
        return found;
    });
}

Result<std::optional<std::int64_t>> first_day(Sql& sql, FunctionKey function,
                                              std::int64_t not_before) {
    return sql_call([&]() -> Result<std::optional<std::int64_t>> {
        std::string const key{function_name(function)};
        long long day = 0;
        sql.session() << "SELECT day FROM decision_outcome WHERE function_key = :function AND"
                         " day >= :since ORDER BY day LIMIT 1",
            soci::use(key), soci::use(not_before), soci::into(day);
        return sql.session().got_data() ? std::optional<std::int64_t>{day} : std::nullopt;
    });
}

Result<std::optional<Instant>> gap(Sql& sql) {
    return sql_call([&]() -> Result<std::optional<Instant>> {
        long long at = 0;
        sql.session() << "SELECT last_at FROM outcome_gap", soci::into(at);
        return sql.session().got_data() ? std::optional{Instant{at}} : std::nullopt;
    });
}

Result<std::vector<std::int64_t>> numbers_from(Sql& sql,
                                               std::vector<std::int64_t> const& instants) {
    return sql_call([&]() -> Result<std::vector<std::int64_t>> {
        long long last = 0;
        sql.session() << "SELECT last FROM ledger_counter WHERE only_row = 1", soci::into(last);
        std::int64_t middle = 0;
        long long arrived = 0;
        soci::statement look =
            (sql.session().prepare << "SELECT arrived_at FROM item WHERE number = :number",
             soci::use(middle), soci::into(arrived));
        std::vector<std::int64_t> numbers;
        std::int64_t low = 1;
        for (auto const instant : instants) {
            for (std::int64_t high = last + 1; low < high;) {
                middle = low + (high - low) / 2;
                if (look.execute(true) && arrived < instant)
                    low = middle + 1;
                else
                    high = middle;
            }
            numbers.push_back(low);
        }
        return numbers;
    });
}

Result<std::map<std::int64_t, std::int64_t>>
items_with(Sql& sql, std::vector<std::int64_t> const& tokens, std::int64_t from, std::int64_t to) {
    return sql_call([&]() -> Result<std::map<std::int64_t, std::int64_t>> {
        std::map<std::int64_t, std::int64_t> found;
        if (tokens.empty() || from >= to)
            return found;
        long long token = 0;
        long long items = 0;
        soci::statement run =
            (sql.session().prepare << "SELECT token, COUNT(*) FROM inbox_token WHERE token IN ("
                                   << fmt::format("{}", fmt::join(tokens, ", "))
                                   << ") AND number >= :from AND number < :to GROUP BY token",
             soci::use(from), soci::use(to), soci::into(token), soci::into(items));
        run.execute();
        while (run.fetch())
            found[token] = items;
        return found;
    });
}

} // namespace leitstand::outcome_table
