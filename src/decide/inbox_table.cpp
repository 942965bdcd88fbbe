// SPDX-License-Identifier: EUPL-1.2
#include "decide/inbox_table.hpp"

#include "base/assert.hpp"
#include "decide/number_set.hpp"
#include "store/sql.hpp"

namespace leitstand::inbox_table {

namespace {

constexpr int kShards = 16; // as many as 0003_inbox.sql of PostgreSQL makes

int number_of(ItemState state) {
    return static_cast<int>(state);
}
ItemState state_of(int number) {
    ASSERT(number >= 0 && number <= 3);
    return static_cast<ItemState>(number);
}

std::string pack_tokens(std::vector<std::int64_t> const& tokens) {
    std::string bytes;
    bytes.reserve(tokens.size() * 8);
    for (auto const token : tokens)
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>(static_cast<std::uint64_t>(token) >> shift & 0xFF);
    return to_base64(bytes);
}

Result<std::vector<std::int64_t>> unpack_tokens(std::string const& text) {
    auto const bytes = TRY(from_base64(text));
    if (bytes.size() % 8 != 0)
        return fail(Code::damaged, "inbox.tokens_damaged");
    std::vector<std::int64_t> tokens;
    tokens.reserve(bytes.size() / 8);
    for (std::size_t at = 0; at < bytes.size(); at += 8) {
        std::uint64_t token = 0;
        for (std::size_t i = 0; i < 8; ++i)
            token = token << 8 | static_cast<unsigned char>(bytes[at + i]);
        tokens.push_back(static_cast<std::int64_t>(token));
    }
    return tokens;
}

// Numbers stand in the statement's text: they are ours, and one statement then serves any count of
// them.
std::string number_list(std::vector<std::int64_t> const& numbers) {
    return fmt::format("{}", fmt::join(numbers, ", "));
}

void change_count(Sql& sql, ItemState state, int by) {
    int const shard =
        sql.engine() == Engine::sqlite
            ? 0
            : static_cast<int>(std::hash<std::thread::id>{}(std::this_thread::get_id()) % kShards);
    int const number = number_of(state);
    sql.session() << "UPDATE inbox_count SET items = items + :by WHERE state = :state AND shard ="
                     " :shard",
        soci::use(by), soci::use(number), soci::use(shard);
}

// A list of numbers as one parameter, so that the statement's text is the same for every list.
std::string tokens_of_list(Engine engine) {
    return engine == Engine::sqlite ? "SELECT value AS token FROM json_each(:list)"
                                    : "SELECT unnest(CAST(:list AS bigint[])) AS token";
}

std::string list_for(Engine engine, std::vector<std::int64_t> const& numbers) {
    auto const* const form = engine == Engine::sqlite ? "[{}]" : "{{{}}}";
    return fmt::format(fmt::runtime(form), fmt::join(numbers, ","));
}

void insert_tokens(Sql& sql, std::int64_t number, ItemState state,
                   std::vector<std::int64_t> const& tokens) {
    if (tokens.empty())
        return;
    auto const list = list_for(sql.engine(), tokens);
    int const state_number = number_of(state);
    sql.session() << "INSERT INTO inbox_token (token, number, state) SELECT token,"
                     " CAST(:number AS bigint), CAST(:state AS integer) FROM ("
                  << tokens_of_list(sql.engine()) << ") AS listed",
        soci::use(number, "number"), soci::use(state_number, "state"), soci::use(list, "list");
}

void delete_tokens(Sql& sql, std::int64_t number, std::vector<std::int64_t> const& tokens) {
    if (tokens.empty())
        return;
    auto const list = list_for(sql.engine(), tokens);
    // PostgreSQL gets no subquery: a plan that reads more than the index would hold more rows
    // against other serialisable transactions.
    auto const* const among = sql.engine() == Engine::sqlite
                                  ? "IN (SELECT value FROM json_each(:list))"
                                  : "= ANY(CAST(:list AS bigint[]))";
    sql.session() << "DELETE FROM inbox_token WHERE number = :number AND token " << among,
        soci::use(number, "number"), soci::use(list, "list");
}

} // namespace

Result<void> insert(Sql& sql, Row const& row) {
    return sql_call([&]() -> Result<void> {
        int const state = number_of(row.state);
        auto const card = to_base64(row.card);
        auto const tokens = pack_tokens(row.tokens);
        sql.session()
            << "INSERT INTO inbox (number, state, state_before, reason, attempts, version,"
               " decisions, run, card, tokens) VALUES (:number, :state, :before, '', 0, 1,"
               " 0, 0, :card, :tokens)",
            soci::use(row.number), soci::use(state), soci::use(state), soci::use(card),
            soci::use(tokens);
        insert_tokens(sql, row.number, row.state, row.tokens);
        change_count(sql, row.state, 1);
        return {};
    });
}

Result<std::optional<Row>> find(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<std::optional<Row>> {
        Row row;
        row.number = number;
        int state = 0;
        int state_before = 0;
        std::string card;
        std::string tokens;
        sql.session() << "SELECT state, state_before, reason, attempts, version, decisions, run,"
                         " card, tokens FROM inbox WHERE number = :number",
            soci::use(number), soci::into(state), soci::into(state_before), soci::into(row.reason),
            soci::into(row.attempts), soci::into(row.version), soci::into(row.decisions),
            soci::into(row.run), soci::into(card), soci::into(tokens);
        if (!sql.session().got_data())
            return std::optional<Row>{};
        row.state = state_of(state);
        row.state_before = state_of(state_before);
        row.card = TRY(from_base64(card));
        row.tokens = TRY(unpack_tokens(tokens));
        return std::optional<Row>{std::move(row)};
    });
}

Result<void> update(Sql& sql, Row const& before, Row const& now) {
    ASSERT(before.number == now.number);
    return sql_call([&]() -> Result<void> {
        int const state = number_of(now.state);
        int const state_before = number_of(now.state_before);
        auto const card = to_base64(now.card);
        auto const tokens = pack_tokens(now.tokens);
        sql.session()
            << "UPDATE inbox SET state = :state, state_before = :before, reason = :reason,"
               " attempts = :attempts, version = :version, decisions = :decisions,"
               " run = :run, card = :card, tokens = :tokens WHERE number = :number",
            soci::use(state), soci::use(state_before), soci::use(now.reason),
            soci::use(now.attempts), soci::use(now.version), soci::use(now.decisions),
            soci::use(now.run), soci::use(card), soci::use(tokens), soci::use(now.number);
        if (before.tokens != now.tokens || before.state != now.state) {
            delete_tokens(sql, now.number, before.tokens);
            insert_tokens(sql, now.number, now.state, now.tokens);
        }
        if (before.state != now.state) {
            change_count(sql, before.state, -1);
            change_count(sql, now.state, 1);
        }
        return {};
    });
}

Result<void> append_state_change(Sql& sql, StateChangeRow const& change) {
    return sql_call([&]() -> Result<void> {
        int const from = number_of(change.from);
        int const to = number_of(change.to);
        auto const reason = to_base64(change.sealed_reason);
        sql.session() << "INSERT INTO state_change (number, version, state_from, state_to,"
                         " sealed_reason, changed_by, changed_at) VALUES (:number, :version, :from,"
                         " :to, :reason, :who, :at)",
            soci::use(change.number), soci::use(change.version), soci::use(from), soci::use(to),
            soci::use(reason), soci::use(change.changed_by), soci::use(change.changed_at);
        return {};
    });
}

namespace {

std::int64_t one_number(Sql& sql, std::string const& statement) {
    long long value = 0;
    sql.session() << statement, soci::into(value);
    return value;
}

std::vector<std::int64_t> numbers(Sql& sql, std::string const& statement) {
    std::vector<std::int64_t> found;
    long long number = 0;
    soci::statement run = (sql.session().prepare << statement, soci::into(number));
    run.execute();
    while (run.fetch())
        found.push_back(number);
    return found;
}

std::string state_condition(ListQuery const& query, std::string const& column) {
    if (query.state)
        return fmt::format("{} = {}", column, number_of(*query.state));
    return query.with_closed ? "1 = 1" : fmt::format("{} <> 3", column);
}

// How a page of `count` from `from` on is reached: from the nearer end, since the index is walked
// up to it.
struct Walk {
    std::string order;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    bool reversed = false;
};

Walk walk_to(ListQuery const& query, std::int64_t total) {
    auto const from = static_cast<std::int64_t>(query.from);
    auto const count =
        std::max<std::int64_t>(0, std::min(static_cast<std::int64_t>(query.count), total - from));
    if (from <= total / 2)
        return {.order = "DESC", .limit = count, .offset = from, .reversed = false};
    return {.order = "ASC", .limit = count, .offset = total - from - count, .reversed = true};
}

struct Found {
    std::vector<std::int64_t> numbers; // newest first
    std::int64_t total = 0;
};

Found run_walk(Sql& sql, Walk const& walk, std::string const& source, std::string const& column,
               std::int64_t total) {
    Found found{.numbers = {}, .total = total};
    if (walk.limit > 0)
        found.numbers =
            numbers(sql, fmt::format("SELECT {0} FROM {1} ORDER BY {0} {2} LIMIT {3}"
                                     " OFFSET {4}",
                                     column, source, walk.order, walk.limit, walk.offset));
    if (walk.reversed)
        std::reverse(found.numbers.begin(), found.numbers.end());
    return found;
}

// Without tokens the total comes from the counters, less what is newer than `as_of`.
Found by_state(Sql& sql, ListQuery const& query, std::int64_t as_of) {
    bool const all = !query.state && query.with_closed;
    std::string index;
    if (sql.engine() == Engine::sqlite && !all) // else it walks the wide rows
        index = query.state ? " INDEXED BY inbox_state" : " INDEXED BY inbox_open";
    auto const condition = state_condition(query, "state");
    auto const counted =
        one_number(sql, "SELECT COALESCE(SUM(items), 0) FROM inbox_count WHERE " + condition);
    auto const newer =
        one_number(sql, fmt::format("SELECT COUNT(*) FROM inbox{} WHERE {} AND number > {}", index,
                                    condition, as_of));
    auto const total = std::max<std::int64_t>(0, counted - newer);
    if (all && total == as_of) { // numbers have no gap: the page can be reckoned
        Found found{.numbers = {}, .total = total};
        auto const first = as_of - static_cast<std::int64_t>(query.from);
        for (auto at = first; at > 0 && at > first - static_cast<std::int64_t>(query.count); --at)
            found.numbers.push_back(at);
        return found;
    }
    auto const source = fmt::format("inbox{} WHERE {} AND number <= {}", index, condition, as_of);
    return run_walk(sql, walk_to(query, total), source, "number", total);
}

struct CountedToken {
    std::int64_t token = 0;
    std::int64_t items = 0; // counted up to ListQuery::frequent_from
};

std::vector<CountedToken> rarest_first(Sql& sql, ListQuery const& query) {
    std::vector<CountedToken> counted;
    for (auto const token : query.tokens)
        counted.push_back(
            {token, one_number(sql, fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM inbox_token"
                                                " WHERE token = {} LIMIT {}) AS probe",
                                                token, query.frequent_from))});
    std::sort(counted.begin(), counted.end(),
              [](auto const& a, auto const& b) { return a.items < b.items; });
    return counted;
}

std::string token_source(ListQuery const& query, std::int64_t token, std::int64_t as_of) {
    return fmt::format("inbox_token t WHERE t.token = {} AND t.number <= {} AND {}", token, as_of,
                       state_condition(query, "t.state"));
}

// An item without one of the tokens in `visible` is out of reach.
std::string reach_condition(ListQuery const& query, std::string const& column) {
    if (!query.visible)
        return "1 = 1";
    if (query.visible->empty())
        return "1 = 0";
    return fmt::format("EXISTS (SELECT 1 FROM inbox_token u WHERE u.token IN ({}) AND u.number ="
                       " {})",
                       number_list(*query.visible), column);
}

// The items of a token as bits: the database hands out a row for each word, not for each item. On
// SQLite a word is summed up from a short walk of the index, since grouping would sort all of it.
NumberSet token_set(Sql& sql, std::int64_t token, std::int64_t as_of, std::string const& state) {
    NumberSet set{as_of};
    auto const statement =
        sql.engine() == Engine::sqlite
            ? fmt::format("WITH RECURSIVE word (at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM word"
                          " WHERE at < {1}) SELECT at, COALESCE((SELECT SUM(1 << (t.number - at *"
                          " {0})) FROM inbox_token t WHERE t.token = {2} AND t.number BETWEEN at *"
                          " {0} AND at * {0} + {0} - 1 AND {3}), 0) FROM word",
                          kWordNumbers, as_of / kWordNumbers, token, state)
            : fmt::format("SELECT t.number / {0}, BIT_OR(CAST(1 AS BIGINT) << CAST(t.number % {0}"
                          " AS INTEGER)) FROM inbox_token t WHERE t.token = {1} AND t.number <= {2}"
                          " AND {3} GROUP BY t.number / {0}",
                          kWordNumbers, token, as_of, state);
    long long at = 0;
    long long bits = 0;
    soci::statement run = (sql.session().prepare << statement, soci::into(at), soci::into(bits));
    run.execute();
    while (run.fetch())
        set.add(at, static_cast<std::uint64_t>(bits));
    return set;
}

// Frequent tokens and whole units: their sets are cut against each other here.
Found by_sets(Sql& sql, ListQuery const& query, std::vector<std::int64_t> const& tokens,
              std::int64_t as_of) {
    std::optional<NumberSet> common;
    auto state = state_condition(query, "t.state"); // holds for all sets once one is cut to it
    if (query.visible) {
        common.emplace(as_of);
        for (auto const token : *query.visible)
            common->join(token_set(sql, token, as_of, state));
        state = "1 = 1";
    }
    for (auto const token : tokens) {
        auto set = token_set(sql, token, as_of, state);
        if (common)
            common->meet(set);
        else
            common = std::move(set);
        state = "1 = 1";
    }
    ASSERT(common);
    return {.numbers = common->newest(query.from, query.count), .total = common->size()};
}

Found by_tokens(Sql& sql, ListQuery const& query, std::int64_t as_of) {
    auto source = token_source(query, query.tokens.front(), as_of);
    if (query.tokens.size() > 1 || query.visible) {
        auto const counted = rarest_first(sql, query);
        if (counted.front().items == query.frequent_from) {
            std::vector<std::int64_t> tokens;
            for (auto const& each : counted)
                tokens.push_back(each.token);
            return by_sets(sql, query, tokens, as_of);
        }
        // The rarest token leads; the others are looked up for each of its few items.
        source = token_source(query, counted.front().token, as_of);
        for (std::size_t i = 1; i < counted.size(); ++i)
            source += fmt::format(" AND EXISTS (SELECT 1 FROM inbox_token o WHERE o.token = {} AND"
                                  " o.number = t.number)",
                                  counted[i].token);
        source += " AND " + reach_condition(query, "t.number");
    }
    auto const total = one_number(sql, "SELECT COUNT(*) FROM " + source);
    return run_walk(sql, walk_to(query, total), source, "t.number", total);
}

Found by_number(Sql& sql, ListQuery const& query, std::int64_t as_of) {
    Found found;
    found.numbers = numbers(sql, fmt::format("SELECT number FROM inbox WHERE number = {} AND"
                                             " number <= {} AND {} AND {}",
                                             *query.number, as_of, state_condition(query, "state"),
                                             reach_condition(query, "inbox.number")));
    found.total = static_cast<std::int64_t>(found.numbers.size());
    if (query.from > 0)
        found.numbers.clear();
    return found;
}

Result<std::vector<ListRow>> rows_of(Sql& sql, std::vector<std::int64_t> const& wanted) {
    std::vector<ListRow> rows;
    if (wanted.empty())
        return rows;
    ListRow row;
    int state = 0;
    int identical = 0;
    soci::statement run =
        (sql.session().prepare
             << "SELECT b.number, i.id, i.arrived_at, COALESCE((SELECT c.receipt_date FROM"
                " receipt_date_correction c WHERE c.number = i.number ORDER BY c.sequence DESC"
                " LIMIT 1), i.receipt_date), i.channel, i.wrapped_key, CASE WHEN i.identical_to ="
                " '' THEN 0 ELSE 1 END, b.state, b.reason, b.card FROM inbox b JOIN item i ON"
                " i.number = b.number WHERE b.number IN ("
             << number_list(wanted) << ") ORDER BY b.number DESC",
         soci::into(row.number), soci::into(row.id), soci::into(row.arrived_at),
         soci::into(row.receipt_date), soci::into(row.channel), soci::into(row.wrapped_key),
         soci::into(identical), soci::into(state), soci::into(row.reason), soci::into(row.card));
    run.execute();
    while (run.fetch()) {
        auto copy = row;
        copy.identical = identical != 0;
        copy.state = state_of(state);
        copy.card = TRY(from_base64(row.card));
        rows.push_back(std::move(copy));
    }
    return rows;
}

std::int64_t newer_items(Sql& sql, ListQuery const& query, std::int64_t last, std::int64_t as_of) {
    if (!query.visible || last == as_of)
        return last - as_of;
    return query.visible->empty()
               ? 0
               : one_number(sql, fmt::format("SELECT COUNT(*) FROM inbox_token WHERE token IN ({})"
                                             " AND number > {}",
                                             number_list(*query.visible), as_of));
}

} // namespace

Result<ListAnswer> list(Sql& sql, ListQuery const& query) {
    return sql_call([&]() -> Result<ListAnswer> {
        auto const last = one_number(sql, "SELECT COALESCE(MAX(number), 0) FROM inbox");
        ListAnswer answer;
        answer.as_of = std::clamp<std::int64_t>(query.as_of.value_or(last), 0, last);
        answer.newer = newer_items(sql, query, last, answer.as_of);
        auto const found = query.number            ? by_number(sql, query, answer.as_of)
                           : !query.tokens.empty() ? by_tokens(sql, query, answer.as_of)
                           : query.visible         ? by_sets(sql, query, {}, answer.as_of)
                                                   : by_state(sql, query, answer.as_of);
        answer.total = found.total;
        answer.rows = TRY(rows_of(sql, found.numbers));
        return answer;
    });
}

Result<Inbox::Counts> counts(Sql& sql, std::optional<std::vector<std::int64_t>> const& visible) {
    return sql_call([&]() -> Result<Inbox::Counts> {
        if (visible && visible->empty())
            return Inbox::Counts{};
        // Units have no counters: their part of the index is walked once.
        auto const source =
            visible ? fmt::format("inbox_token WHERE token IN ({})", number_list(*visible))
                    : std::string{"inbox_count"};
        std::string sums;
        for (int state = 0; state < 4; ++state)
            sums += fmt::format("{}CAST(COALESCE(SUM(CASE WHEN state = {} THEN {} ELSE 0 END), 0)"
                                " AS BIGINT)",
                                state == 0 ? "" : ", ", state, visible ? "1" : "items");
        std::array<long long, 4> items{};
        sql.session() << "SELECT " << sums << " FROM " << source, soci::into(items[0]),
            soci::into(items[1]), soci::into(items[2]), soci::into(items[3]);
        auto const number = [&](std::size_t state) {
            return static_cast<std::size_t>(std::max(0ll, items.at(state)));
        };
        return Inbox::Counts{.waiting = number(0),
                             .ready = number(1),
                             .needs_person = number(2),
                             .closed = number(3)};
    });
}

Result<std::vector<std::pair<std::int64_t, std::string>>>
items_without_row(Sql& sql, std::int64_t after, std::size_t count) {
    using Found = std::vector<std::pair<std::int64_t, std::string>>;
    return sql_call([&]() -> Result<Found> {
        Found found;
        // Numbers have no gap and no row goes away, so equal counts mean that none is missing.
        auto const items = one_number(sql, "SELECT last FROM ledger_counter WHERE only_row = 1");
        auto const rows =
            one_number(sql, "SELECT CAST(COALESCE(SUM(items), 0) AS BIGINT) FROM inbox_count");
        if (items == rows)
            return found;
        long long const last = after;
        long long number = 0;
        std::string id;
        soci::statement run =
            (sql.session().prepare << "SELECT i.number, i.id FROM item i WHERE i.number > :last"
                                      " AND NOT EXISTS (SELECT 1 FROM inbox b WHERE b.number ="
                                      " i.number) ORDER BY i.number LIMIT "
                                   << count,
             soci::use(last), soci::into(number), soci::into(id));
        run.execute();
        while (run.fetch())
            found.emplace_back(number, id);
        return found;
    });
}

} // namespace leitstand::inbox_table
