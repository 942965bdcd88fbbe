// SPDX-License-Identifier: EUPL-1.2
#include "decide/waiting_table.hpp"

#include "store/sql.hpp"

namespace leitstand::waiting_table {

Result<void> put(Sql& sql, std::int64_t number, std::int64_t arrived, std::string const& traits,
                 std::string const& shown) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "INSERT INTO waiting (number, arrived, traits, shown, waited, closed_by)"
                         " VALUES (:number, :arrived, :traits, :shown, -1, '') ON CONFLICT (number)"
                         " DO UPDATE SET traits = excluded.traits, shown = excluded.shown WHERE"
                         " waiting.waited = -1",
            soci::use(number), soci::use(arrived), soci::use(traits), soci::use(shown);
        return {};
    });
}

Result<void> close(Sql& sql, std::int64_t number, std::int64_t waited, std::string const& by) {
    return sql_call([&]() -> Result<void> {
        sql.session()
            << "UPDATE waiting SET waited = :waited, closed_by = :who WHERE number = :number",
            soci::use(waited), soci::use(by), soci::use(number);
        return {};
    });
}

Result<void> reopen(Sql& sql, std::int64_t number) {
    return close(sql, number, kOpen, {});
}

Result<void> remove(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "DELETE FROM waiting WHERE number = :number", soci::use(number);
        return {};
    });
}

Result<std::vector<Count>> counts(Sql& sql, std::int64_t first_day, std::int64_t last_day) {
    return sql_call([&]() -> Result<std::vector<Count>> {
        std::vector<Count> found;
        Count count;
        long long waited = 0;
        long long letters = 0;
        soci::statement run =
            (sql.session().prepare << "SELECT traits, shown, waited, COUNT(*) FROM waiting WHERE"
                                      " arrived BETWEEN :first AND :last GROUP BY traits, shown,"
                                      " waited",
             soci::use(first_day), soci::use(last_day), soci::into(count.traits),
             soci::into(count.shown), soci::into(waited), soci::into(letters));
        run.execute();
        while (run.fetch()) {
            count.waited = waited;
            count.letters = letters;
            found.push_back(count);
        }
        return found;
    });
}

Result<std::vector<Presence>> presences(Sql& sql, std::int64_t first_day, std::int64_t last_day) {
    return sql_call([&]() -> Result<std::vector<Presence>> {
        std::vector<Presence> found;
        Presence presence;
        soci::statement run =
            (sql.session().prepare << "SELECT DISTINCT traits, shown, closed_by FROM waiting WHERE"
                                      " arrived BETWEEN :first AND :last AND waited >= 0",
             soci::use(first_day), soci::use(last_day), soci::into(presence.traits),
             soci::into(presence.shown), soci::into(presence.account));
        run.execute();
        while (run.fetch())
            found.push_back(presence);
        return found;
    });
}

} // namespace leitstand::waiting_table
