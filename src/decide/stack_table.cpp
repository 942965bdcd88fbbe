// SPDX-License-Identifier: EUPL-1.2
#include "decide/stack_table.hpp"

#include "store/sql.hpp"

namespace leitstand::stack_table {

namespace {

constexpr char kSteps[] =
    "SELECT s.sequence, s.kind, s.means, s.part, s.made_by, s.made_at, s.reason_before, s.sealed,"
    " CASE WHEN u.number IS NULL THEN 0 ELSE 1 END, COALESCE(u.undone_by, ''),"
    " COALESCE(u.undone_at, 0), COALESCE(u.sealed, '') FROM stack_step s LEFT JOIN"
    " stack_step_undone u ON u.number = s.number AND u.sequence = s.sequence WHERE s.number ="
    " :number";

Result<std::vector<Step>> steps_where(Sql& sql, std::int64_t number, std::string const& more) {
    return sql_call([&]() -> Result<std::vector<Step>> {
        std::vector<Step> found;
        Step step;
        long long const at = number;
        long long sequence = 0, part = 0, made_at = 0, undone_at = 0;
        int undone = 0;
        soci::statement statement =
            (sql.session().prepare << kSteps << more, soci::use(at), soci::into(sequence),
             soci::into(step.kind), soci::into(step.means), soci::into(part),
             soci::into(step.made_by), soci::into(made_at), soci::into(step.reason_before),
             soci::into(step.sealed), soci::into(undone), soci::into(step.undone_by),
             soci::into(undone_at), soci::into(step.sealed_undone));
        statement.execute();
        while (statement.fetch()) {
            auto copy = step;
            copy.number = number;
            copy.sequence = sequence;
            copy.part = static_cast<std::uint32_t>(part);
            copy.made_at = made_at;
            copy.undone = undone != 0;
            copy.undone_at = undone_at;
            copy.sealed = TRY(from_base64(step.sealed));
            copy.sealed_undone = TRY(from_base64(step.sealed_undone));
            found.push_back(std::move(copy));
        }
        return found;
    });
}

Result<std::vector<PartRow>> parts_where(Sql& sql, std::int64_t number, char const* where) {
    return sql_call([&]() -> Result<std::vector<PartRow>> {
        std::vector<PartRow> found;
        PartRow row;
        long long const at = number;
        long long stack = 0, sequence = 0, item = 0, first = 0, last = 0, arrived = 0;
        soci::statement statement =
            (sql.session().prepare
                 << "SELECT p.number, p.sequence, p.item, p.page_first, p.page_last,"
                    " p.reason_before, i.id, i.arrived_at FROM stack_part p JOIN item i ON"
                    " i.number = p.item WHERE "
                 << where,
             soci::use(at), soci::into(stack), soci::into(sequence), soci::into(item),
             soci::into(first), soci::into(last), soci::into(row.reason_before),
             soci::into(row.item_id), soci::into(arrived));
        statement.execute();
        while (statement.fetch()) {
            auto copy = row;
            copy.number = stack;
            copy.sequence = sequence;
            copy.item = item;
            copy.page_first = static_cast<std::uint32_t>(first);
            copy.page_last = static_cast<std::uint32_t>(last);
            copy.item_arrived_at = arrived;
            found.push_back(std::move(copy));
        }
        return found;
    });
}

Result<std::int64_t> count(Sql& sql, char const* query, std::int64_t number) {
    return sql_call([&]() -> Result<std::int64_t> {
        long long const at = number;
        long long counted = 0;
        sql.session() << query, soci::use(at), soci::into(counted);
        return counted;
    });
}

} // namespace

Result<void> insert(Sql& sql, Step const& step) {
    return sql_call([&]() -> Result<void> {
        long long const number = step.number, sequence = step.sequence, made_at = step.made_at;
        long long const part = step.part;
        auto const sealed = to_base64(step.sealed);
        sql.session() << "INSERT INTO stack_step (number, sequence, kind, means, part, made_by,"
                         " made_at, reason_before, sealed) VALUES (:number, :sequence, :kind,"
                         " :means, :part, :who, :at, :reason, :sealed)",
            soci::use(number), soci::use(sequence), soci::use(step.kind), soci::use(step.means),
            soci::use(part), soci::use(step.made_by), soci::use(made_at),
            soci::use(step.reason_before), soci::use(sealed);
        return {};
    });
}

Result<void> insert(Sql& sql, PartRow const& part) {
    return sql_call([&]() -> Result<void> {
        long long const number = part.number, sequence = part.sequence, item = part.item;
        long long const first = part.page_first, last = part.page_last;
        sql.session() << "INSERT INTO stack_part (number, sequence, item, page_first, page_last,"
                         " reason_before) VALUES (:number, :sequence, :item, :first, :last,"
                         " :reason)",
            soci::use(number), soci::use(sequence), soci::use(item), soci::use(first),
            soci::use(last), soci::use(part.reason_before);
        return {};
    });
}

Result<void> insert_undone(Sql& sql, Step const& step) {
    return sql_call([&]() -> Result<void> {
        long long const number = step.number, sequence = step.sequence, at = step.undone_at;
        auto const sealed = to_base64(step.sealed_undone);
        sql.session() << "INSERT INTO stack_step_undone (number, sequence, undone_by, undone_at,"
                         " sealed) VALUES (:number, :sequence, :who, :at, :sealed)",
            soci::use(number), soci::use(sequence), soci::use(step.undone_by), soci::use(at),
            soci::use(sealed);
        return {};
    });
}

Result<std::vector<Step>> steps(Sql& sql, std::int64_t number) {
    return steps_where(sql, number, " ORDER BY s.sequence");
}

Result<std::optional<Step>> step(Sql& sql, std::int64_t number, std::int64_t sequence) {
    auto found = TRY(steps_where(sql, number, fmt::format(" AND s.sequence = {}", sequence)));
    if (found.empty())
        return std::optional<Step>{};
    return std::optional{std::move(found.front())};
}

Result<std::vector<PartRow>> parts(Sql& sql, std::int64_t number) {
    return parts_where(sql, number, "p.number = :number ORDER BY p.sequence, p.item");
}

Result<std::vector<PartRow>> memberships(Sql& sql, std::int64_t item) {
    return parts_where(sql, item,
                       "p.item = :item ORDER BY CASE WHEN p.page_first > 0 THEN 0 ELSE 1 END,"
                       " p.number, p.sequence");
}

Result<bool> is_split_off(Sql& sql, std::int64_t item) {
    return TRY(count(sql, "SELECT COUNT(*) FROM stack_part WHERE item = :number AND page_first > 0",
                     item)) > 0;
}

Result<bool> has_standing_step(Sql& sql, std::int64_t number) {
    return TRY(count(sql,
                     "SELECT COUNT(*) FROM stack_step s WHERE s.number = :number AND s.kind <>"
                     " 'dismiss' AND NOT EXISTS (SELECT 1 FROM stack_step_undone u WHERE u.number ="
                     " s.number AND u.sequence = s.sequence)",
                     number)) > 0;
}

Result<std::int64_t> corrections(Sql& sql, std::int64_t number) {
    return count(sql, "SELECT COUNT(*) FROM receipt_date_correction WHERE number = :number",
                 number);
}

Result<ItemName> item_name(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<ItemName> {
        ItemName name;
        long long const at = number;
        long long arrived = 0;
        sql.session() << "SELECT id, arrived_at FROM item WHERE number = :number", soci::use(at),
            soci::into(name.id), soci::into(arrived);
        name.arrived_at = arrived;
        return name;
    });
}

} // namespace leitstand::stack_table
