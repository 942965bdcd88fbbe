// SPDX-License-Identifier: EUPL-1.2
// The log as auditors, the data protection officer and the staff council look over it: entries with
// what their records say, the log's growth, verifications, receipts. Of an item they see its number
// and the facts of the record, never its content. Looking over is a look, too: it is entered.
#include <charconv>
#include <nlohmann/json.hpp>

#include "prove/log_inspection.hpp"
#include "receive/ledger.hpp"
#include "serve/security_headers.hpp"
#include "serve/serving.hpp"
#include "serve/words.hpp"

namespace leitstand {

namespace {

constexpr std::int64_t kRowsDefault = 50;
constexpr std::size_t kScannedMax = 1'000; // entries opened for one answer
constexpr std::size_t kScannedAtOnce = 250;
constexpr std::size_t kWordBytesMax = 128;
constexpr int kGrowthDays = 90;

// ---- what a record holds

// Details that a person wrote about an item, or that tell what stands in it.
bool is_content(EntryType type, std::string_view field) {
    using enum EntryType;
    if (field == "reason") // here it is a key that the program wrote
        return type != document_read && type != document_refused;
    return field == "key" || field == "value";
}

// An entry with what its record says, where that can be opened.
struct OpenedEntry {
    entry_table::Row row;
    std::string receipt_number; // "" without an item
    std::optional<Opening> opening;
    std::optional<EntryRecord> record;
    std::string state = "open"; // "open" | "deleted" | "damaged"

    bool withholds(std::string_view field) const {
        return row.item && record && is_content(record->type, field);
    }
    // Whether a receipt with the record would show content.
    bool holds_content() const {
        return record &&
               std::any_of(record->details.begin(), record->details.end(), [&](auto const& detail) {
                   return !detail.second.empty() && withholds(detail.first);
               });
    }
};

Result<std::vector<OpenedEntry>> open_entries(Serving& serving,
                                              std::vector<entry_table::Row> rows) {
    std::set<std::int64_t> numbers;
    for (auto const& row : rows)
        if (row.item)
            numbers.insert(*row.item);
    auto const items = TRY(serving.rooms.ledger.references({numbers.begin(), numbers.end()}));
    std::vector<OpenedEntry> entries;
    for (auto& row : rows) {
        OpenedEntry entry;
        entry.row = std::move(row);
        auto const item = entry.row.item ? items.find(*entry.row.item) : items.end();
        SecretKey const* key = nullptr;
        if (item != items.end()) {
            entry.receipt_number = item->second.receipt_number;
            key = item->second.key ? &*item->second.key : nullptr;
        }
        auto opening = serving.rooms.log.open(entry.row, key);
        auto record = opening ? parse_record(opening->record)
                              : Result<EntryRecord>{tl::unexpected(opening.error())};
        if (record) {
            entry.opening = std::move(*opening);
            entry.record = std::move(*record);
        } else {
            entry.state = record.error().key == "log.entry_deleted" ? "deleted" : "damaged";
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

// ---- the list

// The cursor is "at.id" of the last entry that was looked at: opaque to clients, nothing secret.
std::string print_cursor(entry_table::Place const& place) {
    return fmt::format("{}.{}", place.at.microseconds, place.id);
}

Result<entry_table::Place> parse_cursor(std::string const& text) {
    entry_table::Place place;
    auto const* const end = text.data() + text.size();
    auto const first = std::from_chars(text.data(), end, place.at.microseconds);
    auto const second = first.ec == std::errc{} && first.ptr != end && *first.ptr == '.'
                            ? std::from_chars(first.ptr + 1, end, place.id)
                            : std::from_chars_result{text.data(), std::errc::invalid_argument};
    if (second.ec != std::errc{} || second.ptr != end || place.id < 0)
        return fail(Code::bad_input, "request.field_wrong", "cursor");
    return place;
}

struct AuditQuery {
    entry_table::Filter filter;
    std::string account; // id; empty: any
    entry_table::Place below = entry_table::kNewest;
    std::size_t count = 0;
    std::vector<std::string> names; // of what it was narrowed by, for the log
};

Result<std::optional<Date>> query_date(HttpRequest const& request, char const* name) {
    auto const text = TRY(query_text(request, name, kWordBytesMax));
    if (text.empty())
        return std::optional<Date>{};
    auto const date = parse_iso_date(text);
    if (!date)
        return fail(Code::bad_input, "request.field_wrong", name);
    return std::optional{*date};
}

Result<AuditQuery> query_of(Serving& serving, HttpRequest const& request) {
    AuditQuery query;
    auto const narrow = [&](char const* name) { query.names.emplace_back(name); };
    if (auto const type = TRY(query_text(request, "type", kWordBytesMax)); !type.empty()) {
        query.filter.type = entry_type(TRY(parse_entry_type(type))).key;
        narrow("type");
    }
    if (auto const from = TRY(query_date(request, "from"))) {
        query.filter.from = start_in_berlin(*from);
        narrow("from");
    }
    if (auto const to = TRY(query_date(request, "to"))) {
        query.filter.until = start_in_berlin(plus_days(*to, 1));
        narrow("to");
    }
    if (auto const item = TRY(query_text(request, "item", kWordBytesMax)); !item.empty()) {
        auto const number = parse_receipt_number(item);
        if (!number)
            return fail(Code::bad_input, "request.field_wrong", "item");
        query.filter.item = number->number;
        narrow("item");
    }
    if (auto const position = TRY(query_number(request, "position", 0, INT64_MAX))) {
        query.filter.position = position;
        narrow("position");
    }
    if (auto const account = TRY(query_text(request, "account", kWordBytesMax)); !account.empty()) {
        auto const found = serving.rooms.accounts.find(account);
        query.account = found ? found->id : TRY(serving.rooms.accounts.find_by_name(account)).id;
        narrow("account");
    }
    if (auto const cursor = TRY(query_text(request, "cursor", kWordBytesMax)); !cursor.empty())
        query.below = TRY(parse_cursor(cursor));
    auto const rows_max = static_cast<std::int64_t>(serving.rooms.limits.page_rows_max);
    query.count = static_cast<std::size_t>(
        TRY(query_number(request, "count", 1, rows_max)).value_or(kRowsDefault));
    return query;
}

struct AuditPage {
    std::vector<OpenedEntry> entries;
    std::optional<entry_table::Place> next;
    std::size_t searched = 0; // entries that were looked at
};

// Who acted stands in sealed records only. So entries are opened one after the other until enough
// fit; after kScannedMax the answer says how far it came.
Result<AuditPage> search(Serving& serving, AuditQuery const& query) {
    AuditPage page;
    auto below = query.below;
    auto const at_once = query.account.empty() ? query.count + 1 : kScannedAtOnce;
    for (;;) {
        auto rows = TRY(serving.rooms.database.read_for<std::vector<entry_table::Row>>(
            [&](Sql& sql) { return entry_table::newest(sql, query.filter, below, at_once); }));
        bool const is_last = rows.size() < at_once;
        for (auto& entry : TRY(open_entries(serving, std::move(rows)))) {
            if (page.entries.size() == query.count) { // one more than asked for: it goes on
                page.next = below;
                return page;
            }
            below = {entry.row.at, entry.row.id};
            ++page.searched;
            if (query.account.empty() || (entry.record && entry.record->account == query.account))
                page.entries.push_back(std::move(entry));
        }
        if (is_last)
            return page;
        if (page.searched >= kScannedMax) {
            page.next = below;
            return page;
        }
    }
}

Json record_json(Serving& serving, OpenedEntry const& entry) {
    auto const& record = *entry.record;
    auto details = Json::object();
    auto withheld = Json::array();
    for (auto const field : entry_type(record.type).fields) {
        auto const detail = record.details.find(field);
        if (detail == record.details.end())
            continue;
        if (entry.withholds(field) && !detail->second.empty())
            withheld.push_back(std::string{field});
        else
            details[std::string{field}] = detail->second;
    }
    auto const of_account = record.details.find("account");
    auto const actor = record.account.empty() ? Result<Account>{Account{}}
                                              : serving.rooms.accounts.find(record.account);
    return {{"account", record.account},
            {"sign_in_name", actor ? actor->name : std::string{}},
            {"by", actor ? actor->display_name : record.account},
            {"roles", split_words(record.roles)},
            {"details", std::move(details)},
            {"withheld", std::move(withheld)},
            {"about", of_account == record.details.end()
                          ? std::string{}
                          : serving.rooms.accounts.display_name(of_account->second)},
            {"functions", record.circumstances.functions},
            {"model", record.circumstances.model},
            {"catalogue", record.circumstances.catalogue},
            {"configuration", record.circumstances.configuration}};
}

Json entry_json(Serving& serving, OpenedEntry const& entry) {
    auto const& row = entry.row;
    auto const type = parse_entry_type(row.type);
    return {{"id", row.id},
            {"position", row.position ? Json(*row.position) : Json(nullptr)},
            {"type", row.type},
            {"name", type ? std::string{entry_type(*type).german} : row.type},
            {"name_en", type ? std::string{entry_type(*type).english} : row.type},
            {"at", row.at.microseconds > 0 ? Json(to_rfc3339(row.at)) : Json(nullptr)},
            {"item", entry.receipt_number},
            {"state", entry.state},
            {"record", entry.record ? record_json(serving, entry) : Json(nullptr)},
            {"receipt", !row.position                            ? "none"
                        : !entry.record || entry.holds_content() ? "bare"
                                                                 : "whole"}};
}

Result<Response> list_entries(Serving& serving, HttpRequest& request) {
    auto const query = TRY(query_of(serving, request));
    auto const page = TRY(search(serving, query));
    std::vector<std::string> items;
    for (auto const& entry : page.entries)
        if (!entry.receipt_number.empty() &&
            std::find(items.begin(), items.end(), entry.receipt_number) == items.end())
            items.push_back(entry.receipt_number);
    TRY(serving.reads.of_list(*request.caller, "log", items, page.entries.size(), query.names));
    Json json;
    json["rows"] = Json::array();
    for (auto const& entry : page.entries)
        json["rows"].push_back(entry_json(serving, entry));
    json["searched"] = page.searched;
    json["cursor"] = page.next ? Json(print_cursor(*page.next)) : Json(nullptr);
    return json_response(200, json);
}

// ---- the log as a whole

Result<LogInspection*> inspection_of(Serving& serving) {
    if (serving.rooms.inspection == nullptr)
        return fail(Code::not_found, "log.missing", "this server was started without its log");
    return serving.rooms.inspection;
}

Json verification_json(LogVerification const& verification) {
    auto const& fault = verification.fault;
    Json json{{"began_at", to_rfc3339(verification.began_at)},
              {"ended_at", to_rfc3339(verification.ended_at)},
              {"size", verification.size},
              {"files", verification.files},
              {"result", fault                           ? "faulty"
                         : !verification.problem.empty() ? "failed"
                                                         : "verified"},
              {"problem", verification.problem},
              {"fault", nullptr}};
    if (fault)
        json["fault"] = Json{{"file", fault->file},
                             {"entry", fault->entry ? Json(*fault->entry) : Json(nullptr)},
                             {"expected", fault->expected},
                             {"found", fault->found}};
    return json;
}

Json witness_json(LogInspection::WitnessView const& witness) {
    auto const& state = witness.state;
    return {{"name", witness.name},
            {"size", state.size},
            {"signed_at", state.signed_at ? Json(to_rfc3339(*state.signed_at)) : Json(nullptr)},
            {"trouble", state.trouble},
            {"trouble_since",
             state.trouble_since ? Json(to_rfc3339(*state.trouble_since)) : Json(nullptr)},
            {"contradicts", state.contradicts()}};
}

Json types_json() {
    auto types = Json::array();
    for (auto const& type : entry_types())
        types.push_back(Json{{"key", std::string{type.key}},
                             {"name", std::string{type.german}},
                             {"name_en", std::string{type.english}}});
    return types;
}

Result<Response> get_log(Serving& serving, HttpRequest&) {
    auto& inspection = *TRY(inspection_of(serving));
    auto const head = TRY(inspection.head());
    auto const waiting = TRY(serving.rooms.database.read_for<std::uint64_t>(
        [](Sql& sql) { return entry_table::waiting(sql); }));
    auto const last = TRY(inspection.last_verification());
    Json json;
    json["origin"] = head.checkpoint.origin;
    json["vkey"] = head.key.print();
    json["size"] = head.checkpoint.size;
    json["root"] = to_base64(bytes_of(head.checkpoint.root));
    json["written_at"] = to_rfc3339(head.written_at);
    json["waiting"] = waiting;
    json["growth"] = Json::array();
    for (auto const& [day, size] : TRY(inspection.growth(kGrowthDays)))
        json["growth"].push_back(Json{{"day", to_iso(day)}, {"size", size}});
    json["verifying"] = inspection.verifying();
    json["verification"] = last ? verification_json(*last) : Json(nullptr);
    json["witnesses"] = Json::array();
    for (auto const& witness : TRY(inspection.witnesses()))
        json["witnesses"].push_back(witness_json(witness));
    json["types"] = types_json();
    return json_response(200, json);
}

Result<Response> begin_verification(Serving& serving, HttpRequest&) {
    TRY(inspection_of(serving))->begin_verification();
    return empty_response(202);
}

// ---- receipts

Result<std::int64_t> captured_position(HttpRequest const& request) {
    auto const text = request.capture("position");
    auto const position = parse_decimal(text);
    if (!position || *position > static_cast<std::uint64_t>(INT64_MAX))
        return fail(Code::not_found, "log.no_entry", "no position");
    return static_cast<std::int64_t>(*position);
}

Result<Response> download_receipt(Serving& serving, HttpRequest& request) {
    auto& inspection = *TRY(inspection_of(serving));
    entry_table::Filter filter;
    filter.position = TRY(captured_position(request));
    auto rows = TRY(serving.rooms.database.read_for<std::vector<entry_table::Row>>(
        [&](Sql& sql) { return entry_table::newest(sql, filter, entry_table::kNewest, 1); }));
    if (rows.empty())
        return fail(Code::not_found, "log.no_entry", fmt::format("entry {}", *filter.position));
    auto const entry = TRY(open_entries(serving, std::move(rows))).front();
    auto receipt = TRY(inspection.receipt(entry.row));
    if (!entry.holds_content())
        receipt.opening = entry.opening;
    auto const items = entry.receipt_number.empty() ? std::vector<std::string>{}
                                                    : std::vector{entry.receipt_number};
    TRY(serving.reads.of_list(*request.caller, "log receipt", items, 1, {"position"}));
    Response response;
    make_download(response, fmt::format("eintrag-{}.tlog-proof", *filter.position));
    response.body = print_receipt(receipt);
    return response;
}

} // namespace

void add_audit_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/audit/entries", "audit.read", 0, list_entries);
    add_route(router, serving, Method::get, "/api/v1/audit/log", "audit.read", 0, get_log);
    add_route(router, serving, Method::post, "/api/v1/audit/verifications", "audit.read", 1 << 10,
              begin_verification);
    add_route(router, serving, Method::get, "/api/v1/audit/entries/{position}/receipt",
              "audit.read", 0, download_receipt);
}

} // namespace leitstand
