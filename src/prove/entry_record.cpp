// SPDX-License-Identifier: EUPL-1.2
#include "prove/entry_record.hpp"

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace leitstand {

namespace {

constexpr char kFormat[] = "1";

Result<EntryDetails> texts_of(Json const& object) {
    if (!object.is_object())
        return fail(Code::bad_input, "log.entry_not_canonical", "no object");
    EntryDetails texts;
    for (auto const& [name, value] : object.items()) {
        if (!value.is_string())
            return fail(Code::bad_input, "log.entry_not_canonical", name);
        texts.emplace(name, value.get<std::string>());
    }
    return texts;
}

} // namespace

bool details_fit(EntryType type, EntryDetails const& details) {
    std::size_t count = 0;
    for (auto const field : entry_type(type).fields) {
        if (field.empty())
            break;
        if (!details.contains(field))
            return false;
        ++count;
    }
    return count == details.size();
}

// RFC 8785 asks for members in order of their names, no white space, and strings that are escaped
// only where JSON must: the first by the order of EntryDetails, the other two are what print_json()
// does. Its rules for numbers are not needed, since there are none.
std::string print_record(EntryRecord const& record) {
    Json details = Json::object();
    for (auto const& [name, value] : record.details)
        details[name] = value;
    Json json = Json::object();
    json["account"] = record.account;
    json["at"] = to_rfc3339(record.at);
    json["catalogue"] = record.circumstances.catalogue;
    json["configuration"] = record.circumstances.configuration;
    json["details"] = std::move(details);
    json["format"] = kFormat;
    json["functions"] = record.circumstances.functions;
    json["id"] = record.id;
    json["item"] = record.item;
    json["model"] = record.circumstances.model;
    json["roles"] = record.roles;
    json["type"] = std::string{entry_type(record.type).key};
    return print_json(json);
}

Result<EntryRecord> parse_record(std::string_view text) {
    auto json = TRY(parse_json(text));
    if (!json.is_object() || !json.contains("details"))
        return fail(Code::bad_input, "log.entry_not_canonical", "no details");
    EntryRecord record;
    record.details = TRY(texts_of(json["details"]));
    json.erase("details");
    auto const members = TRY(texts_of(json));
    auto const text_of = [&](char const* name) {
        auto const found = members.find(name);
        return found == members.end() ? std::string{} : found->second;
    };
    record.id = text_of("id");
    record.type = TRY(parse_entry_type(text_of("type")));
    record.at = TRY(parse_rfc3339(text_of("at")));
    record.account = text_of("account");
    record.roles = text_of("roles");
    record.item = text_of("item");
    record.circumstances = {.functions = text_of("functions"),
                            .model = text_of("model"),
                            .catalogue = text_of("catalogue"),
                            .configuration = text_of("configuration")};
    // What was left out, added or spelt otherwise shows here.
    if (print_record(record) != text)
        return fail(Code::bad_input, "log.entry_not_canonical", "another spelling");
    return record;
}

} // namespace leitstand
