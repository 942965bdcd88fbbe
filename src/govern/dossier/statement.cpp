// SPDX-License-Identifier: EUPL-1.2
#include "govern/dossier/statement.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kListEntriesMax = 100;
constexpr double kNumberMax = 1e12;

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) >> 6) != 2;
    }));
}

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_email(std::string_view text) {
    auto const at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == text.npos &&
           text.find('.', at) != text.npos && text.back() != '.' &&
           text.find_first_of(" \t\r\n,;<>\"") == text.npos;
}

// A register links to it: https only.
bool is_web_address(std::string_view text) {
    constexpr std::string_view kScheme = "https://";
    return text.substr(0, kScheme.size()) == kScheme && text.size() > kScheme.size() + 3 &&
           text.find_first_of(" \t\r\n\"<>") == text.npos;
}

tl::unexpected<Error> wrong(Fact const& fact, Code code, char const* key) {
    return fail(code, key, fact.key);
}

Result<void> check_text(Fact const& fact, Json const& value) {
    if (!value.is_string())
        return wrong(fact, Code::bad_input, "dossier.value_wrong");
    auto const& text = value.get_ref<std::string const&>();
    if (blank(text))
        return wrong(fact, Code::bad_input, "dossier.value_empty");
    if (characters(text) > fact.characters_max)
        return wrong(fact, Code::too_large, "dossier.value_too_long");
    if ((fact.form == "email" && !is_email(text)) ||
        (fact.form == "web_address" && !is_web_address(text)))
        return wrong(fact, Code::bad_input, "dossier.no_address");
    return {};
}

Result<void> check_choice(Fact const& fact, Json const& value) {
    if (!value.is_string())
        return wrong(fact, Code::bad_input, "dossier.value_wrong");
    auto const& key = value.get_ref<std::string const&>();
    if (std::none_of(fact.choices.begin(), fact.choices.end(),
                     [&](FactChoice const& choice) { return choice.key == key; }))
        return wrong(fact, Code::bad_input, "dossier.choice_unknown");
    return {};
}

Result<void> check_entries(Fact const& fact, Json const& value) {
    if (!value.is_array())
        return wrong(fact, Code::bad_input, "dossier.value_wrong");
    if (value.empty())
        return wrong(fact, Code::bad_input, "dossier.value_empty");
    if (value.size() > kListEntriesMax)
        return wrong(fact, Code::too_large, "dossier.value_too_long");
    for (auto const& entry : value)
        TRY(fact.kind == FactKind::choices ? check_choice(fact, entry) : check_text(fact, entry));
    return {};
}

Result<void> check_number(Fact const& fact, Json const& value) {
    if (!value.is_number() || !std::isfinite(value.get<double>()) || value.get<double>() < 0 ||
        value.get<double>() > kNumberMax)
        return wrong(fact, Code::bad_input, "dossier.value_wrong");
    return {};
}

} // namespace

Result<void> check_statement(Fact const& fact, Json const& value) {
    if (value.is_null())
        return {};
    switch (fact.kind) {
    case FactKind::text:
    case FactKind::long_text:
        return check_text(fact, value);
    case FactKind::yes_no:
        if (!value.is_boolean())
            return wrong(fact, Code::bad_input, "dossier.value_wrong");
        return {};
    case FactKind::number:
        return check_number(fact, value);
    case FactKind::date:
        if (!value.is_string() || !parse_iso_date(value.get_ref<std::string const&>()))
            return wrong(fact, Code::bad_input, "dossier.value_wrong");
        return {};
    case FactKind::choice:
        return check_choice(fact, value);
    case FactKind::choices:
    case FactKind::list:
        return check_entries(fact, value);
    }
    return {};
}

Json statement_body(Json value, std::string const& maker_version) {
    Json body = Json::object();
    body["value"] = std::move(value);
    if (!maker_version.empty())
        body["maker_version"] = maker_version;
    return body;
}

std::string statement_origin(Record const& record) {
    return record.body ? text_member(*record.body, "maker_version") : std::string{};
}

Record const* statement_of(std::vector<Record> const& records, std::string_view fact) {
    auto const* const record = newest_of(records, RecordKind::statement, fact);
    if (record == nullptr || !record->body || !record->body->is_object())
        return nullptr;
    auto const value = record->body->find("value");
    return value == record->body->end() || value->is_null() ? nullptr : record;
}

Json const* statement_value(std::vector<Record> const& records, std::string_view fact) {
    auto const* const record = statement_of(records, fact);
    return record == nullptr ? nullptr : &record->body->at("value");
}

std::string statement_text(std::vector<Record> const& records, std::string_view fact) {
    auto const* const value = statement_value(records, fact);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

std::optional<bool> statement_yes(std::vector<Record> const& records, std::string_view fact) {
    auto const* const value = statement_value(records, fact);
    return value != nullptr && value->is_boolean() ? std::optional{value->get<bool>()}
                                                   : std::nullopt;
}

std::optional<Date> statement_date(std::vector<Record> const& records, std::string_view fact) {
    auto const date = parse_iso_date(statement_text(records, fact));
    return date ? std::optional{*date} : std::nullopt;
}

std::vector<Record const*> statement_history(std::vector<Record> const& records,
                                             std::string_view fact) {
    std::vector<Record const*> out;
    for (auto record = records.rbegin(); record != records.rend(); ++record)
        if (record->kind == RecordKind::statement && record->subject == fact)
            out.push_back(&*record);
    return out;
}

} // namespace leitstand
