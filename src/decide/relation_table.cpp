// SPDX-License-Identifier: EUPL-1.2
#include "decide/relation_table.hpp"

#include <algorithm>
#include <map>

#include "base/log.hpp"
#include "store/sql.hpp"

namespace leitstand::relation_table {

namespace {

constexpr std::size_t kTokenBytes = 8;

std::string pack_tokens(std::vector<std::int64_t> const& tokens) {
    std::string bytes;
    for (auto const token : tokens)
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>(static_cast<std::uint64_t>(token) >> shift & 0xFF);
    return to_base64(bytes);
}

// The bytes of a column. What is not base64 was not stored by us: damaged, whereas other errors say
// that the database does not answer.
Result<std::string> stored_bytes(std::string_view column) {
    auto bytes = from_base64(column);
    if (!bytes)
        return fail(Code::damaged, "relation.damaged", "a column is not base64");
    return bytes;
}

Result<std::vector<std::int64_t>> unpack_tokens(std::string_view text) {
    auto const bytes = TRY(stored_bytes(text));
    if (bytes.size() % kTokenBytes != 0)
        return fail(Code::damaged, "relation.damaged", "the tokens have a wrong length");
    std::vector<std::int64_t> tokens;
    for (std::size_t at = 0; at < bytes.size(); at += kTokenBytes) {
        std::uint64_t token = 0;
        for (std::size_t i = 0; i < kTokenBytes; ++i)
            token = token << 8 | static_cast<unsigned char>(bytes[at + i]);
        tokens.push_back(static_cast<std::int64_t>(token));
    }
    return tokens;
}

// Takes away trace and tokens. Which tokens there are stands in the trace; only if that is damaged
// all tokens are searched for the number, which has no index of its own.
Result<void> remove_trace(Sql& sql, std::int64_t of) {
    auto const kept = trace(sql, of);
    bool const is_damaged = !kept && kept.error().code == Code::damaged;
    if (!kept && !is_damaged)
        return tl::unexpected(kept.error());
    return sql_call([&]() -> Result<void> {
        long long const number = of;
        if (is_damaged)
            sql.session() << "DELETE FROM relation_token WHERE number = :number", soci::use(number);
        else if (*kept)
            for (auto const token : (*kept)->tokens) {
                long long const value = token;
                sql.session()
                    << "DELETE FROM relation_token WHERE token = :token AND number = :number",
                    soci::use(value), soci::use(number);
            }
        sql.session() << "DELETE FROM relation_trace WHERE number = :number", soci::use(number);
        return {};
    });
}

Relation relation_of(long long number, long long other, long long run, std::string sealed) {
    return {.number = number, .other = other, .run = run, .sealed = std::move(sealed)};
}

// What stands in the inbox as taken back, and the stack that an item came from, say the same as the
// item itself.
constexpr char kNewestWithToken[] =
    "SELECT t.number FROM relation_token t WHERE t.token = :token AND t.number <> :number AND NOT"
    " EXISTS (SELECT 1 FROM stack_part p WHERE p.item = :part AND p.number = t.number) AND NOT"
    " EXISTS (SELECT 1 FROM stack_part p WHERE p.item = t.number AND p.number = :stack) AND NOT"
    " EXISTS (SELECT 1 FROM inbox i WHERE i.number = t.number AND i.reason = 'stack.taken_back')"
    " ORDER BY t.number DESC LIMIT ";

} // namespace

Result<void> replace(Sql& sql, Trace const& now) {
    TRY(remove_trace(sql, now.number));
    return sql_call([&]() -> Result<void> {
        long long const number = now.number, run = now.run;
        auto const tokens = pack_tokens(now.tokens);
        auto const sealed = to_base64(now.sealed);
        sql.session() << "INSERT INTO relation_trace (number, run, tokens, sealed) VALUES (:number,"
                         " :run, :tokens, :sealed)",
            soci::use(number), soci::use(run), soci::use(tokens), soci::use(sealed);
        for (auto const token : now.tokens) {
            long long const value = token;
            // A list that was cut short left tokens behind, which hold again.
            sql.session() << "INSERT INTO relation_token (token, number) VALUES (:token, :number)"
                             " ON CONFLICT (token, number) DO NOTHING",
                soci::use(value), soci::use(number);
        }
        return {};
    });
}

Result<std::optional<Trace>> trace(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<std::optional<Trace>> {
        Trace found;
        long long const at = number;
        long long run = 0;
        std::string tokens, sealed;
        sql.session() << "SELECT run, tokens, sealed FROM relation_trace WHERE number = :number",
            soci::use(at), soci::into(run), soci::into(tokens), soci::into(sealed);
        if (!sql.session().got_data())
            return std::optional<Trace>{};
        found.number = number;
        found.run = run;
        found.tokens = TRY(unpack_tokens(tokens));
        found.sealed = TRY(stored_bytes(sealed));
        return std::optional{std::move(found)};
    });
}

Result<std::vector<Candidate>> candidates(Sql& sql, std::int64_t number,
                                          std::vector<std::int64_t> const& tokens,
                                          std::size_t newest) {
    return sql_call([&]() -> Result<std::vector<Candidate>> {
        std::map<std::int64_t, std::size_t> counts;
        long long const own = number;
        long long token = 0, found = 0;
        soci::statement statement =
            (sql.session().prepare << kNewestWithToken << newest, soci::use(token, "token"),
             soci::use(own, "number"), soci::use(own, "part"), soci::use(own, "stack"),
             soci::into(found));
        for (auto const value : tokens) {
            token = value;
            statement.execute();
            while (statement.fetch())
                ++counts[found];
        }
        std::vector<Candidate> result;
        for (auto const& [other, count] : counts)
            result.push_back({other, count});
        std::ranges::stable_sort(result, [](Candidate const& a, Candidate const& b) {
            return a.tokens != b.tokens ? a.tokens > b.tokens : a.number > b.number;
        });
        return result;
    });
}

Result<void> remove_found(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<void> {
        long long const at = number;
        sql.session() << "DELETE FROM relation WHERE number = :number", soci::use(at);
        return {};
    });
}

Result<void> put(Sql& sql, Relation const& relation) {
    return sql_call([&]() -> Result<void> {
        long long const number = relation.number, other = relation.other, run = relation.run;
        auto const sealed = to_base64(relation.sealed);
        sql.session() << "DELETE FROM relation WHERE number = :number AND other = :other",
            soci::use(number), soci::use(other);
        sql.session() << "INSERT INTO relation (number, other, run, sealed) VALUES (:number,"
                         " :other, :run, :sealed)",
            soci::use(number), soci::use(other), soci::use(run), soci::use(sealed);
        return {};
    });
}

Result<std::vector<Relation>> relations(Sql& sql, std::int64_t number, std::size_t count) {
    return sql_call([&]() -> Result<std::vector<Relation>> {
        std::vector<Relation> found;
        long long const at = number;
        long long later = 0, other = 0, run = 0;
        std::string sealed;
        soci::statement statement =
            (sql.session().prepare
                 << "SELECT number, other, run, sealed FROM (SELECT number, other, run, sealed FROM"
                    " relation WHERE number = :later UNION ALL SELECT number, other, run, sealed"
                    " FROM relation WHERE other = :earlier) AS either_side ORDER BY number DESC,"
                    " other DESC LIMIT "
                 << count,
             soci::use(at, "later"), soci::use(at, "earlier"), soci::into(later), soci::into(other),
             soci::into(run), soci::into(sealed));
        statement.execute();
        while (statement.fetch()) {
            auto bytes = stored_bytes(sealed);
            if (bytes)
                found.push_back(relation_of(later, other, run, std::move(*bytes)));
            else
                log_warning("decide", "the relation of items number {} and {} is left out: {}",
                            later, other, bytes.error().describe());
        }
        return found;
    });
}

Result<std::optional<Relation>> relation(Sql& sql, std::int64_t number, std::int64_t other) {
    return sql_call([&]() -> Result<std::optional<Relation>> {
        long long const later = number, earlier = other;
        long long run = 0;
        std::string sealed;
        sql.session() << "SELECT run, sealed FROM relation WHERE number = :later AND other ="
                         " :earlier",
            soci::use(later), soci::use(earlier), soci::into(run), soci::into(sealed);
        if (!sql.session().got_data())
            return std::optional<Relation>{};
        return std::optional{relation_of(number, other, run, TRY(stored_bytes(sealed)))};
    });
}

Result<void> insert(Sql& sql, Decision const& decision) {
    return sql_call([&]() -> Result<void> {
        long long const number = decision.number, other = decision.other;
        long long const version = decision.version, at = decision.decided_at;
        auto const sealed = to_base64(decision.sealed);
        sql.session() << "INSERT INTO relation_decision (number, other, version, kind, decided_by,"
                         " decided_at, sealed) VALUES (:number, :other, :version, :kind, :who, :at,"
                         " :sealed)",
            soci::use(number), soci::use(other), soci::use(version), soci::use(decision.kind),
            soci::use(decision.decided_by), soci::use(at), soci::use(sealed);
        return {};
    });
}

Result<std::optional<Decision>> last_decision(Sql& sql, std::int64_t number, std::int64_t other) {
    return sql_call([&]() -> Result<std::optional<Decision>> {
        Decision found;
        long long const later = number, earlier = other;
        long long version = 0, at = 0;
        std::string sealed;
        sql.session() << "SELECT version, kind, decided_by, decided_at, sealed FROM"
                         " relation_decision WHERE number = :later AND other = :earlier ORDER BY"
                         " version DESC LIMIT 1",
            soci::use(later), soci::use(earlier), soci::into(version), soci::into(found.kind),
            soci::into(found.decided_by), soci::into(at), soci::into(sealed);
        if (!sql.session().got_data())
            return std::optional<Decision>{};
        found.number = number;
        found.other = other;
        found.version = version;
        found.decided_at = at;
        found.sealed = TRY(stored_bytes(sealed));
        return std::optional{std::move(found)};
    });
}

Result<void> forget(Sql& sql, std::int64_t number) {
    TRY(remove_trace(sql, number));
    return sql_call([&]() -> Result<void> {
        long long const at = number;
        for (auto const* table : {"relation", "relation_decision"})
            sql.session() << "DELETE FROM " << table << " WHERE number = :later OR other ="
                          << " :earlier",
                soci::use(at, "later"), soci::use(at, "earlier");
        return {};
    });
}

} // namespace leitstand::relation_table
