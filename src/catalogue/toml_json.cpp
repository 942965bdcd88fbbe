// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/toml_json.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <toml++/toml.h>

namespace leitstand {

namespace {

constexpr int kDepthMax = 32;

int line_of(toml::node const& node) {
    return static_cast<int>(node.source().begin.line);
}

template <typename T>
std::string as_text(T const& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

Json json_of(toml::node const& node, int depth) {
    if (depth > kDepthMax)
        return nullptr;
    if (auto const* table = node.as_table()) {
        Json out = Json::object();
        for (auto const& [key, value] : *table)
            out[std::string{key.str()}] = json_of(value, depth + 1);
        return out;
    }
    if (auto const* list = node.as_array()) {
        Json out = Json::array();
        for (auto const& value : *list)
            out.push_back(json_of(value, depth + 1));
        return out;
    }
    if (auto const* text = node.as_string())
        return text->get();
    if (auto const* number = node.as_integer())
        return number->get();
    if (auto const* number = node.as_floating_point())
        return number->get();
    if (auto const* flag = node.as_boolean())
        return flag->get();
    if (auto const* date = node.as_date())
        return as_text(date->get());
    if (auto const* time = node.as_date_time())
        return as_text(time->get());
    return nullptr;
}

void note_lines(toml::table const& root, std::map<std::string, int>& lines) {
    for (auto const& [key, node] : root) {
        lines[std::string{key.str()}] = static_cast<int>(key.source().begin.line);
        if (auto const* table = node.as_table())
            for (auto const& [inner, value] : *table)
                lines[fmt::format("{}/{}", key.str(), inner.str())] =
                    static_cast<int>(inner.source().begin.line);
        if (auto const* list = node.as_array())
            for (std::size_t i = 0; i < list->size(); ++i)
                lines[fmt::format("{}/{}", key.str(), i)] = line_of((*list)[i]);
    }
}

} // namespace

int TomlAsJson::line(std::string const& path) const {
    auto const found = lines.find(path);
    return found == lines.end() ? 0 : found->second;
}

Result<TomlAsJson> toml_as_json(std::string_view bytes) {
    if (bytes.size() > kTomlBytesMax)
        return fail(Code::too_large, "toml.too_large");
    try {
        auto const root = toml::parse(bytes);
        TomlAsJson out;
        note_lines(root, out.lines);
        out.value = std::make_shared<Json const>(json_of(root, 0));
        return out;
    } catch (toml::parse_error const& error) { // toml++ speaks by exception only
        return fail(Code::bad_input, "toml.not_toml",
                    fmt::format("{}: {}", error.source().begin.line, error.description()));
    }
}

std::string toml_text(std::string_view text) {
    bool const lines = text.find('\n') != std::string_view::npos;
    std::string out = lines ? "\"\"\"\n" : "\"";
    for (char const c : text) {
        if (c == '\\' || c == '"')
            out += '\\';
        if (c == '\n' && lines)
            out += '\n';
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
            out += c;
    }
    return out + (lines ? "\"\"\"" : "\"");
}

} // namespace leitstand
