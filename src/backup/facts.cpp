// SPDX-License-Identifier: EUPL-1.2
#include "backup/facts.hpp"

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace leitstand {

namespace {

// The key that a line of TOML sets; nothing for comments and tables.
std::string_view key_of(std::string_view line) {
    auto const first = line.find_first_not_of(" \t");
    auto const equals = line.find('=');
    if (first == std::string_view::npos || equals == std::string_view::npos || line[first] == '#' ||
        line[first] == '[')
        return {};
    auto key = line.substr(first, equals - first);
    key = key.substr(0, key.find_last_not_of(" \t") + 1);
    // "key" and 'key' are the same as key.
    if (key.size() > 2 && key.front() == key.back() && (key.front() == '"' || key.front() == '\''))
        key = key.substr(1, key.size() - 2);
    return key;
}

bool begins_table(std::string_view line) {
    auto const first = line.find_first_not_of(" \t");
    return first != std::string_view::npos && line[first] == '[';
}

std::string toml_text(std::string_view value) {
    std::string text = "\"";
    for (char const sign : value) {
        if (sign == '"' || sign == '\\')
            text += '\\';
        text += sign;
    }
    return text + '"';
}

// Calls `take` for each line with its line feed, and whether it stands above every table.
template <typename Take>
void each_line(std::string_view text, Take const& take) {
    bool above = true;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1) + 1;
        auto const line = text.substr(0, end);
        text.remove_prefix(end);
        above = above && !begins_table(line);
        take(line, above);
    }
}

} // namespace

std::string print_facts(SnapshotFacts const& facts) {
    Json rows = Json::object();
    for (auto const& [table, count] : facts.rows)
        rows[table] = count;
    return print_json(Json{{"engine", facts.engine == Engine::sqlite ? "sqlite" : "postgresql"},
                           {"schema", facts.schema},
                           {"rows", rows}});
}

Result<SnapshotFacts> parse_facts(std::string_view text) {
    auto const damaged = [] { return fail(Code::damaged, "backup.damaged", "the facts"); };
    auto const json = parse_json(text);
    if (!json || !json->is_object())
        return damaged();
    SnapshotFacts facts;
    auto const engine = json->find("engine");
    auto const schema = json->find("schema");
    auto const rows = json->find("rows");
    if (engine == json->end() || schema == json->end() || !schema->is_string() ||
        rows == json->end() || !rows->is_object() ||
        (*engine != "sqlite" && *engine != "postgresql"))
        return damaged();
    facts.engine = *engine == "sqlite" ? Engine::sqlite : Engine::postgresql;
    facts.schema = schema->get<std::string>();
    for (auto const& [table, count] : rows->items()) {
        if (!count.is_number_integer())
            return damaged();
        facts.rows.emplace_back(table, count.get<std::int64_t>());
    }
    return facts;
}

std::string settings_to_keep(std::string_view settings) {
    std::string kept;
    each_line(settings, [&](std::string_view line, bool above) {
        if (!above || key_of(line) != "database_url") {
            kept += line;
            return;
        }
        auto const begin = line.find_first_of("\"'", line.find('='));
        auto const end = line.find_last_of("\"'");
        if (begin == std::string_view::npos || begin == end)
            return; // not what it should be: better gone than a secret kept
        auto const url = line.substr(begin + 1, end - begin - 1);
        kept += fmt::format("database_url = {}\n", toml_text(without_password(std::string{url})));
    });
    return kept;
}

std::string with_setting(std::string_view settings, std::string_view key,
                         std::optional<std::string> const& value) {
    auto const wanted = value ? fmt::format("{} = {}\n", key, toml_text(*value)) : std::string{};
    std::string made;
    each_line(settings, [&](std::string_view line, bool above) {
        made += above && key_of(line) == key ? std::string_view{wanted} : line;
    });
    return has_setting(settings, key) ? made : wanted + made;
}

bool has_setting(std::string_view settings, std::string_view key) {
    bool found = false;
    each_line(settings, [&](std::string_view line, bool above) {
        found = found || (above && key_of(line) == key);
    });
    return found;
}

} // namespace leitstand
