// SPDX-License-Identifier: EUPL-1.2
#include "decide/reading_table.hpp"

#include "store/sql.hpp"

namespace leitstand::reading_table {

Result<void> insert(Sql& sql, Reading const& reading) {
    return sql_call([&]() -> Result<void> {
        auto const document = to_base64(reading.sealed_document);
        auto const understanding = to_base64(reading.sealed_understanding);
        sql.session() << "INSERT INTO reading (number, run, finished_at, sealed_document,"
                         " sealed_understanding) VALUES (:number, :run, :at, :document,"
                         " :understanding)",
            soci::use(reading.number), soci::use(reading.run), soci::use(reading.finished_at),
            soci::use(document), soci::use(understanding);
        return {};
    });
}

Result<std::optional<Reading>> find(Sql& sql, std::int64_t number, std::int64_t run) {
    return sql_call([&]() -> Result<std::optional<Reading>> {
        Reading reading{.number = number,
                        .run = run,
                        .finished_at = 0,
                        .sealed_document = {},
                        .sealed_understanding = {}};
        sql.session() << "SELECT finished_at, sealed_document, sealed_understanding FROM reading"
                         " WHERE number = :number AND run = :run",
            soci::use(number), soci::use(run), soci::into(reading.finished_at),
            soci::into(reading.sealed_document), soci::into(reading.sealed_understanding);
        if (!sql.session().got_data())
            return std::optional<Reading>{};
        reading.sealed_document = TRY(from_base64(reading.sealed_document));
        reading.sealed_understanding = TRY(from_base64(reading.sealed_understanding));
        return std::optional<Reading>{std::move(reading)};
    });
}

Result<std::string> sealed_understanding(Sql& sql, std::int64_t number, std::int64_t run) {
    return sql_call([&]() -> Result<std::string> {
        std::string text;
        sql.session() << "SELECT sealed_understanding FROM reading WHERE number = :number AND"
                         " run = :run",
            soci::use(number), soci::use(run), soci::into(text);
        if (!sql.session().got_data())
            return std::string{};
        return from_base64(text);
    });
}

Result<void> insert(Sql& sql, Part const& part) {
    return sql_call([&]() -> Result<void> {
        auto const sealed = to_base64(part.sealed);
        auto const number_in_item = static_cast<long long>(part.part);
        auto const size_bytes = static_cast<long long>(part.size_bytes);
        sql.session() << "INSERT INTO derived_part (number, run, part, blob_id, size_bytes, sealed)"
                         " VALUES (:number, :run, :part, :blob, :size, :sealed)",
            soci::use(part.number), soci::use(part.run), soci::use(number_in_item),
            soci::use(part.blob_id), soci::use(size_bytes), soci::use(sealed);
        return {};
    });
}

Result<std::vector<Part>> parts(Sql& sql, std::int64_t number, std::int64_t run) {
    return sql_call([&]() -> Result<std::vector<Part>> {
        std::vector<Part> found;
        Part part;
        long long number_in_item = 0;
        long long size_bytes = 0;
        soci::statement statement =
            (sql.session().prepare << "SELECT part, blob_id, size_bytes, sealed FROM derived_part"
                                      " WHERE number = :number AND run = :run ORDER BY part",
             soci::use(number), soci::use(run), soci::into(number_in_item),
             soci::into(part.blob_id), soci::into(size_bytes), soci::into(part.sealed));
        statement.execute();
        while (statement.fetch()) {
            auto copy = part;
            copy.number = number;
            copy.run = run;
            copy.part = static_cast<std::uint32_t>(number_in_item);
            copy.size_bytes = static_cast<std::uint64_t>(size_bytes);
            copy.sealed = TRY(from_base64(part.sealed));
            found.push_back(std::move(copy));
        }
        return found;
    });
}

Result<void> insert(Sql& sql, Decision const& decision) {
    return sql_call([&]() -> Result<void> {
        auto const sealed = to_base64(decision.sealed);
        sql.session() << "INSERT INTO decision (number, finding, version, kind, decided_by,"
                         " decided_at, sealed) VALUES (:number, :finding, :version, :kind, :who,"
                         " :at, :sealed)",
            soci::use(decision.number), soci::use(decision.finding), soci::use(decision.version),
            soci::use(decision.kind), soci::use(decision.decided_by),
            soci::use(decision.decided_at), soci::use(sealed);
        return {};
    });
}

Result<std::vector<Decision>> decisions(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<std::vector<Decision>> {
        std::vector<Decision> found;
        Decision decision;
        soci::statement statement =
            (sql.session().prepare
                 << "SELECT finding, version, kind, decided_by, decided_at, sealed FROM decision"
                    " WHERE number = :number ORDER BY finding, version",
             soci::use(number), soci::into(decision.finding), soci::into(decision.version),
             soci::into(decision.kind), soci::into(decision.decided_by),
             soci::into(decision.decided_at), soci::into(decision.sealed));
        statement.execute();
        while (statement.fetch()) {
            auto copy = decision;
            copy.number = number;
            copy.sealed = TRY(from_base64(decision.sealed));
            found.push_back(std::move(copy));
        }
        return found;
    });
}

Result<std::vector<LastDecision>> last_decisions(Sql& sql, std::int64_t after, std::size_t count) {
    return sql_call([&]() -> Result<std::vector<LastDecision>> {
        std::vector<LastDecision> found;
        LastDecision last;
        auto const most = static_cast<long long>(count);
        soci::statement statement =
            (sql.session().prepare
                 << "SELECT decision.number, item.id, MAX(decided_at) AS last_at FROM decision"
                    " JOIN item ON item.number = decision.number WHERE decided_at > :after"
                    " GROUP BY decision.number, item.id ORDER BY last_at, decision.number"
                    " LIMIT :most",
             soci::use(after), soci::use(most), soci::into(last.number), soci::into(last.item),
             soci::into(last.decided_at));
        statement.execute();
        while (statement.fetch())
            found.push_back(last);
        return found;
    });
}

} // namespace leitstand::reading_table
