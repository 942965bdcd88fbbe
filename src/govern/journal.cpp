// SPDX-License-Identifier: EUPL-1.2
#include "govern/journal.hpp"

#include <array>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "govern/journal_table.hpp"

namespace leitstand {

namespace {

constexpr std::array<std::string_view, 9> kKindNames{"statement", "task",        "participation",
                                                     "agreement", "risk",        "measurement",
                                                     "signature", "publication", "operation"};

std::string function_column(std::optional<FunctionKey> function) {
    return function ? std::string{function_name(*function)} : std::string{};
}

// A sealed body cannot be put into another record.
std::string body_context(journal_table::Row const& row) {
    return fmt::format("governance:{}/{}/{}/{}", row.function, row.kind, row.subject, row.number);
}

bool subject_well_formed(std::string_view subject) {
    return !subject.empty() && subject.size() <= Journal::kSubjectBytesMax &&
           std::all_of(subject.begin(), subject.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                      c == '.' || c == ':';
           });
}

// An emptied word of a body would look as if it had said nothing, and silence has effects in law.
bool may_be_emptied(RecordKind kind) {
    return kind == RecordKind::operation;
}

} // namespace

std::string_view record_kind_name(RecordKind kind) {
    return kKindNames.at(static_cast<std::size_t>(kind));
}

Result<RecordKind> parse_record_kind(std::string_view name) {
    auto const found = std::find(kKindNames.begin(), kKindNames.end(), name);
    if (found == kKindNames.end())
        return fail(Code::bad_input, "governance.kind_unknown", std::string{name});
    return static_cast<RecordKind>(found - kKindNames.begin());
}

std::shared_ptr<Json const> record_body(Json body) {
    return std::make_shared<Json const>(std::move(body));
}

struct Journal::State {
    Database& database;
    TimeSource& time;
    EntryLog const& log;
    SecretKey key;

    using Records = std::shared_ptr<std::vector<Record> const>;
    std::mutex mutex;          // guards what follows
    Records all;               // as far as read
    std::int64_t newest = 0;   // sequence of the last of them
    std::int64_t emptied = -1; // how many bodies were empty when it was read
    std::map<FunctionKey, Records> by_function;

    Result<Record> open(journal_table::Row const& row) const {
        Record record;
        record.sequence = row.sequence;
        if (!row.function.empty())
            record.function = TRY(parse_function(row.function));
        record.kind = TRY(parse_record_kind(row.kind));
        record.subject = row.subject;
        record.number = row.number;
        record.example = row.example;
        record.by = row.by;
        record.at = {row.at};
        if (row.sealed)
            record.body =
                record_body(TRY(parse_json(TRY(open_sealed(key, body_context(row), *row.sealed)))));
        return record;
    }

    // Reads on from the last known record; from the start where a body was emptied meanwhile.
    Result<void> read_on() {
        struct News {
            std::int64_t emptied = 0;
            std::vector<journal_table::Row> rows;
        };
        auto const news = TRY(database.read_for<News>([&](Sql& sql) -> Result<News> {
            News found;
            found.emptied = TRY(journal_table::count_empty(sql));
            auto const from = found.emptied == emptied ? newest : 0;
            if (from == 0 || TRY(journal_table::newest_sequence(sql)) > from)
                found.rows = TRY(journal_table::after(sql, from));
            return found;
        }));
        bool const afresh = news.emptied != emptied || !all;
        if (!afresh && news.rows.empty())
            return {};
        std::vector<Record> records;
        if (!afresh)
            records = *all;
        for (auto const& row : news.rows)
            records.push_back(TRY(open(row)));
        newest = records.empty() ? 0 : records.back().sequence;
        emptied = news.emptied;
        all = std::make_shared<std::vector<Record> const>(std::move(records));
        by_function.clear();
        return {};
    }
};

Journal::Journal(Database& database, KeyRing const& keys, TimeSource& time, EntryLog const& log)
    : state_(std::make_shared<State>(database, time, log, keys.purpose_key("governance journal"))) {
}

Result<Record> Journal::append(Sql& sql, NewRecord const& record) const {
    if (!subject_well_formed(record.subject))
        return fail(Code::bad_input, "governance.subject_wrong");
    ASSERT(record.body && record.body->is_object());
    auto const body = print_json(*record.body);
    if (body.size() > kBodyBytesMax)
        return fail(Code::too_large, "governance.body_too_large");
    journal_table::Row row;
    row.function = function_column(record.function);
    row.kind = record_kind_name(record.kind);
    row.subject = record.subject;
    row.number = record.number;
    row.example = record.example;
    row.by = record.by;
    row.at = std::max(state_->time.now(), TRY(entry_table::newest_at(sql))).microseconds;
    if (TRY(journal_table::newest_number(sql, row)) + 1 != record.number)
        return fail(Code::conflict, "governance.changed", record.subject);
    row.sequence = TRY(journal_table::newest_sequence(sql)) + 1;
    if (row.sequence > static_cast<std::int64_t>(kRecordsMax))
        return fail(Code::too_many, "governance.full");
    row.sealed = seal(state_->key, body_context(row), body);
    auto inserted = journal_table::insert(sql, row);
    if (!inserted && inserted.error().key == "database.exists")
        return fail(Code::conflict, "governance.changed", record.subject);
    TRY(std::move(inserted));
    TRY(state_->log.write(sql, {.type = EntryType::governance_recorded,
                                .account = record.by,
                                .details = {{"function", row.function},
                                            {"kind", row.kind},
                                            {"subject", row.subject},
                                            {"number", std::to_string(row.number)},
                                            {"example", row.example ? "yes" : "no"},
                                            {"sha256", to_hex(sha256(body))}}}));
    return state_->open(row);
}

Result<Record> Journal::append(NewRecord const& record) {
    return state_->database.write_for<Record>([&](Sql& sql) { return append(sql, record); });
}

Result<std::vector<Record>> Journal::append_all(std::vector<NewRecord> const& records) {
    using Records = std::vector<Record>;
    return state_->database.write_for<Records>([&](Sql& sql) -> Result<Records> {
        Records written;
        for (auto const& record : records)
            written.push_back(TRY(append(sql, record)));
        return written;
    });
}

Result<std::shared_ptr<std::vector<Record> const>> Journal::all() {
    std::lock_guard const lock{state_->mutex};
    TRY(state_->read_on());
    return state_->all;
}

Result<std::shared_ptr<std::vector<Record> const>> Journal::of(FunctionKey function) {
    std::lock_guard const lock{state_->mutex};
    TRY(state_->read_on());
    auto& kept = state_->by_function[function];
    if (!kept) {
        std::vector<Record> records;
        for (auto const& record : *state_->all)
            if (!record.function || *record.function == function)
                records.push_back(record);
        kept = std::make_shared<std::vector<Record> const>(std::move(records));
    }
    return kept;
}

Result<std::int64_t> Journal::newest() {
    return state_->database.read_for<std::int64_t>(journal_table::newest_sequence);
}

Result<Instant> Journal::newest_entry() {
    return state_->database.read_for<Instant>(entry_table::newest_at);
}

Result<void> Journal::empty(std::int64_t sequence, std::string const& reason,
                            std::string const& by) {
    return state_->database.write([&](Sql& sql) -> Result<void> {
        auto const row = TRY(journal_table::find(sql, sequence));
        if (!row)
            return fail(Code::not_found, "governance.no_record");
        if (!may_be_emptied(TRY(parse_record_kind(row->kind))))
            return fail(Code::refused, "governance.stays", row->kind);
        TRY(journal_table::empty(sql, sequence));
        return state_->log.write(
            sql, {.type = EntryType::deleted,
                  .account = by,
                  .details = {{"what", fmt::format("governance record {}", sequence)},
                              {"reason", reason}}});
    });
}

std::vector<Record const*> newest_of(std::vector<Record> const& records, RecordKind kind) {
    std::vector<Record const*> found;
    std::map<std::pair<std::optional<FunctionKey>, std::string_view>, std::size_t> places;
    for (auto const& record : records) {
        if (record.kind != kind)
            continue;
        auto const [place, is_new] =
            places.try_emplace({record.function, record.subject}, found.size());
        if (is_new)
            found.push_back(&record);
        else
            found[place->second] = &record;
    }
    std::erase_if(found, [](Record const* record) { return !record->body; });
    return found;
}

Record const* newest_of(std::vector<Record> const& records, RecordKind kind,
                        std::string_view subject) {
    for (auto record = records.rbegin(); record != records.rend(); ++record)
        if (record->kind == kind && record->subject == subject)
            return record->body ? &*record : nullptr;
    return nullptr;
}

} // namespace leitstand
