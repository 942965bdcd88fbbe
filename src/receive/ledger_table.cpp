// SPDX-License-Identifier: EUPL-1.2
#include "receive/ledger_table.hpp"

#include "receive/ledger.hpp"
#include "store/sql.hpp"

namespace leitstand {

Result<void> claim_blob(Sql& sql, std::string const& blob_id, std::int64_t number) {
    return sql_call([&]() -> Result<void> {
        long long const at = number;
        sql.session() << "INSERT INTO kept_blob (blob_id, number) VALUES (:blob, :number)",
            soci::use(blob_id), soci::use(at);
        return {};
    });
}

namespace ledger_table {

namespace {

constexpr char kColumns[] =
    "i.number, i.id, i.arrived_at,"
    " COALESCE((SELECT c.receipt_date FROM receipt_date_correction c WHERE c.number = i.number"
    " ORDER BY c.sequence DESC LIMIT 1), i.receipt_date),"
    " COALESCE((SELECT c.source FROM receipt_date_correction c WHERE c.number = i.number"
    " ORDER BY c.sequence DESC LIMIT 1), i.date_source),"
    " i.channel, i.entered_by, i.size_bytes, i.is_plain_text, i.blob_id, i.wrapped_key, i.sealed,"
    " i.sealed_note, i.fingerprint, i.identical_to";

template <typename Value>
Result<std::optional<Row>> one(Sql& sql, std::string const& rest, Value const& value) {
    return sql_call([&]() -> Result<std::optional<Row>> {
        Row row;
        long long number = 0;
        long long arrived_at = 0;
        long long size_bytes = 0;
        int plain = 0;
        sql.session() << "SELECT " << kColumns << " FROM item i " << rest,
            soci::use(value, "value"), soci::into(number), soci::into(row.id),
            soci::into(arrived_at), soci::into(row.receipt_date), soci::into(row.date_source),
            soci::into(row.channel), soci::into(row.entered_by), soci::into(size_bytes),
            soci::into(plain), soci::into(row.blob_id), soci::into(row.wrapped_key),
            soci::into(row.sealed), soci::into(row.sealed_note), soci::into(row.fingerprint),
            soci::into(row.identical_to);
        if (!sql.session().got_data())
            return std::optional<Row>{};
        row.number = number;
        row.arrived_at = arrived_at;
        row.size_bytes = size_bytes;
        row.is_plain_text = plain != 0;
        row.sealed = TRY(from_base64(row.sealed));
        row.sealed_note = TRY(from_base64(row.sealed_note));
        return std::optional<Row>{std::move(row)};
    });
}

Result<std::vector<WrappedKey>> select_keys(Sql& sql, std::string const& condition) {
    return sql_call([&]() -> Result<std::vector<WrappedKey>> {
        std::vector<WrappedKey> found;
        long long number = 0, arrived_at = 0;
        std::string id, wrapped;
        soci::statement statement =
            (sql.session().prepare << "SELECT number, id, wrapped_key, arrived_at FROM item WHERE "
                                   << condition,
             soci::into(number), soci::into(id), soci::into(wrapped), soci::into(arrived_at));
        statement.execute();
        while (statement.fetch())
            found.push_back({number, id, wrapped, arrived_at});
        return found;
    });
}

} // namespace

Result<void> wait_for_turn(Sql& sql) {
    if (sql.engine() == Engine::sqlite)
        return {}; // one writer: it is our turn
    return sql_call([&]() -> Result<void> {
        // The lock does the ordering, so the stricter level would only add failures. Before the
        // first query: each statement then sees what the one before us stored.
        sql.session() << "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
        sql.session() << "LOCK TABLE ledger_counter IN EXCLUSIVE MODE";
        return {};
    });
}

Result<void> wait_for_turn_serialisable(Sql& sql) {
    if (sql.engine() == Engine::sqlite)
        return {};
    return sql_call([&]() -> Result<void> {
        sql.session() << "LOCK TABLE ledger_counter IN EXCLUSIVE MODE";
        return {};
    });
}

Result<std::int64_t> next_number(Sql& sql) {
    return sql_call([&]() -> Result<std::int64_t> {
        long long last = 0;
        sql.session() << "UPDATE ledger_counter SET last = last + 1 WHERE only_row = 1";
        sql.session() << "SELECT last FROM ledger_counter WHERE only_row = 1", soci::into(last);
        return std::int64_t{last};
    });
}

Result<std::optional<Row>> find(Sql& sql, std::string const& id) {
    return one(sql, "WHERE i.id = :value", id);
}

Result<std::optional<Row>> find_by_number(Sql& sql, std::int64_t number) {
    long long const value = number;
    return one(sql, "WHERE i.number = :value", value);
}

Result<std::optional<Row>> find_by_arrival(Sql& sql, std::string const& key_token) {
    return one(sql, "JOIN arrival a ON a.number = i.number WHERE a.key_token = :value", key_token);
}

Result<std::string> first_with_fingerprint(Sql& sql, std::string const& fingerprint) {
    return sql_call([&]() -> Result<std::string> {
        std::string id;
        sql.session() << "SELECT id FROM item WHERE fingerprint = :f ORDER BY number LIMIT 1",
            soci::use(fingerprint), soci::into(id);
        return sql.session().got_data() ? id : std::string{};
    });
}

Result<void> insert(Sql& sql, Row const& row, std::string const& key_token) {
    return sql_call([&]() -> Result<void> {
        long long const number = row.number;
        long long const arrived_at = row.arrived_at;
        long long const size_bytes = row.size_bytes;
        int const plain = row.is_plain_text ? 1 : 0;
        auto const sealed = to_base64(row.sealed);
        auto const sealed_note = to_base64(row.sealed_note);
        sql.session()
            << "INSERT INTO item (number, id, arrived_at, receipt_date, date_source, channel,"
               " entered_by, size_bytes, is_plain_text, blob_id, wrapped_key, sealed, sealed_note,"
               " fingerprint, identical_to) VALUES (:number, :id, :arrived, :date, :source,"
               " :channel, :entered, :size, :plain, :blob, :wrapped, :sealed, :note, :finger,"
               " :identical)",
            soci::use(number), soci::use(row.id), soci::use(arrived_at),
            soci::use(row.receipt_date), soci::use(row.date_source), soci::use(row.channel),
            soci::use(row.entered_by), soci::use(size_bytes), soci::use(plain),
            soci::use(row.blob_id), soci::use(row.wrapped_key), soci::use(sealed),
            soci::use(sealed_note), soci::use(row.fingerprint), soci::use(row.identical_to);
        sql.session() << "INSERT INTO arrival (key_token, number) VALUES (:token, :number)",
            soci::use(key_token), soci::use(number);
        if (!row.sealed_date_reason.empty())
            TRY(append_correction(sql, row.number,
                                  {.receipt_date = row.receipt_date,
                                   .source = row.date_source,
                                   .sealed_reason = row.sealed_date_reason,
                                   .corrected_by = row.entered_by,
                                   .corrected_at = row.arrived_at}));
        if (row.sealed_transfer.empty())
            return {};
        auto const transfer = to_base64(row.sealed_transfer);
        sql.session() << "INSERT INTO transfer_note (number, sealed) VALUES (:number, :sealed)",
            soci::use(number), soci::use(transfer);
        return {};
    });
}

Result<std::string> sealed_transfer_note(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<std::string> {
        long long const at = number;
        std::string sealed;
        sql.session() << "SELECT sealed FROM transfer_note WHERE number = :number", soci::use(at),
            soci::into(sealed);
        return sql.session().got_data() ? from_base64(sealed) : Result<std::string>{};
    });
}

Result<std::vector<Identical>> with_fingerprint(Sql& sql, std::string const& fingerprint,
                                                std::size_t count) {
    return sql_call([&]() -> Result<std::vector<Identical>> {
        std::vector<Identical> found;
        std::string id;
        long long number = 0;
        long long arrived_at = 0;
        soci::statement statement =
            (sql.session().prepare << "SELECT id, number, arrived_at FROM item WHERE fingerprint ="
                                      " :f ORDER BY number LIMIT "
                                   << count,
             soci::use(fingerprint), soci::into(id), soci::into(number), soci::into(arrived_at));
        statement.execute();
        while (statement.fetch())
            found.push_back({id, number, arrived_at});
        return found;
    });
}

Result<void> append_correction(Sql& sql, std::int64_t number, CorrectionRow const& correction) {
    return sql_call([&]() -> Result<void> {
        long long const at = number;
        long long sequence = 0;
        sql.session() << "SELECT COALESCE(MAX(sequence), 0) + 1 FROM receipt_date_correction WHERE"
                         " number = :number",
            soci::use(at), soci::into(sequence);
        long long const when = correction.corrected_at;
        auto const reason = to_base64(correction.sealed_reason);
        sql.session() << "INSERT INTO receipt_date_correction (number, sequence, receipt_date,"
                         " source, sealed_reason, corrected_by, corrected_at) VALUES (:number,"
                         " :sequence, :date, :source, :reason, :who, :at)",
            soci::use(at), soci::use(sequence), soci::use(correction.receipt_date),
            soci::use(correction.source), soci::use(reason), soci::use(correction.corrected_by),
            soci::use(when);
        return {};
    });
}

Result<std::vector<CorrectionRow>> corrections(Sql& sql, std::int64_t number) {
    return sql_call([&]() -> Result<std::vector<CorrectionRow>> {
        std::vector<CorrectionRow> found;
        CorrectionRow row;
        long long const at = number;
        long long when = 0;
        soci::statement statement =
            (sql.session().prepare
                 << "SELECT receipt_date, source, sealed_reason, corrected_by, corrected_at FROM"
                    " receipt_date_correction WHERE number = :number ORDER BY sequence",
             soci::use(at), soci::into(row.receipt_date), soci::into(row.source),
             soci::into(row.sealed_reason), soci::into(row.corrected_by), soci::into(when));
        statement.execute();
        while (statement.fetch()) {
            auto copy = row;
            copy.sealed_reason = TRY(from_base64(row.sealed_reason));
            copy.corrected_at = when;
            found.push_back(std::move(copy));
        }
        return found;
    });
}

Result<bool> blob_in_use(Sql& sql, std::string const& blob_id) {
    return sql_call([&]() -> Result<bool> {
        int count = 0;
        sql.session() << "SELECT (SELECT COUNT(*) FROM item WHERE blob_id = :blob) +"
                         " (SELECT COUNT(*) FROM kept_blob WHERE blob_id = :kept)",
            soci::use(blob_id, "blob"), soci::use(blob_id, "kept"), soci::into(count);
        return count > 0;
    });
}

Result<void> each_blob(Sql& sql, TakeBlob const& take) {
    return sql_call([&]() -> Result<void> {
        long long number = 0;
        std::string blob_id;
        soci::statement statement =
            (sql.session().prepare << "SELECT number, blob_id FROM item UNION ALL"
                                      " SELECT number, blob_id FROM kept_blob",
             soci::into(number), soci::into(blob_id));
        statement.execute();
        while (statement.fetch())
            TRY(take(number, blob_id));
        return {};
    });
}

Result<std::vector<WrappedKey>> wrapped_keys(Sql& sql, std::int64_t from, std::size_t count) {
    return select_keys(sql, fmt::format("number >= {} ORDER BY number LIMIT {}", from, count));
}

Result<std::vector<WrappedKey>> wrapped_keys_of(Sql& sql,
                                                std::vector<std::int64_t> const& numbers) {
    if (numbers.empty())
        return std::vector<WrappedKey>{};
    return select_keys(sql, fmt::format("number IN ({})", fmt::join(numbers, ",")));
}

Result<void> replace_wrapped_key(Sql& sql, WrappedKey const& old, std::string const& wrapped_key) {
    return sql_call([&]() -> Result<void> {
        long long const number = old.number;
        sql.session() << "UPDATE item SET wrapped_key = :new WHERE number = :number AND"
                         " wrapped_key = :old",
            soci::use(wrapped_key), soci::use(number), soci::use(old.wrapped_key);
        return {};
    });
}

} // namespace ledger_table

} // namespace leitstand
