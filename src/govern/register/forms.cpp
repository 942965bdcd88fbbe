// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/forms.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "text/csv.hpp"

namespace leitstand {

namespace {

Json steps_json(std::vector<ModeStep> const& steps) {
    auto list = Json::array();
    for (auto const& step : steps)
        list.push_back({{"from", std::string{mode_name(step.from)}},
                        {"to", std::string{mode_name(step.to)}},
                        {"at", to_rfc3339(step.at)}});
    return list;
}

Json publications_json(std::vector<Publication> const& publications) {
    auto list = Json::array();
    for (auto const& one : publications)
        list.push_back({{"number", one.number},
                        {"at", to_rfc3339(one.at)},
                        {"note", one.note},
                        {"sha256", one.hash},
                        {"release", one.entry.release.hash()},
                        {"changed", one.changed},
                        {"example", one.example}});
    return list;
}

void add_row(std::string& csv, std::initializer_list<std::string_view> cells) {
    csv += text::csv_record({cells.begin(), cells.end()});
}

std::string_view yes(bool value) {
    return value ? "1" : "0";
}

std::string number(std::optional<double> value) {
    return value ? fmt::format("{}", *value) : std::string{};
}

void add_entry(std::string& csv, PublicEntry const& entry) {
    auto const& e = entry.entry;
    auto const row = [&](std::string_view part, std::string_view key, std::string_view name,
                         std::string_view value, std::string_view date = {}, bool example = false) {
        add_row(csv, {e.function, part, key, name, value, "", "", "", date, yes(example)});
    };
    row("entry", "authority", "Behörde", e.authority);
    row("entry", "name", "Name", e.name.german);
    row("entry", "mode", "Betriebsart", mode_name(entry.mode));
    row("entry", "effect_class", "Wirkung", e.effect);
    row("entry", "version", "Fassung", e.release.version);
    for (auto const& fact : e.facts)
        row("fact", fact.key, fact.name.german, fact.value.german, fact.stated, fact.example);
    for (auto const& figure : e.figures)
        add_row(csv, {e.function, "figure", figure.metric + "/" + figure.slice, figure.name.german,
                      number(figure.value), number(figure.lower), number(figure.upper),
                      figure.suppressed ? "" : std::to_string(figure.count), figure.measured,
                      yes(figure.example)});
    for (auto const& risk : e.risks)
        row("risk", risk.id, risk.title, risk.measure, {}, risk.example);
    for (auto const& step : e.participation)
        row("participation", step.body, step.event, step.result, step.on, step.example);
    for (auto const& step : entry.modes)
        row("mode", std::to_string(step.number), mode_name(step.from), mode_name(step.to),
            to_rfc3339(step.at));
    for (auto const& one : entry.publications)
        row("publication", std::to_string(one.number), one.hash, one.note, to_rfc3339(one.at),
            one.example);
}

std::string csv_head() {
    std::string csv;
    add_row(csv, {"function", "part", "key", "name", "value", "lower", "upper", "count", "date",
                  "example"});
    return csv;
}

} // namespace

Json json_form(PublicEntry const& entry) {
    auto json = entry_json(entry.entry);
    json["mode"] = std::string{mode_name(entry.mode)};
    json["modes"] = steps_json(entry.modes);
    json["publications"] = publications_json(entry.publications);
    json["example"] = entry.example();
    return json;
}

Json json_form(PublicRegister const& entries) {
    auto list = Json::array();
    for (auto const& entry : entries)
        list.push_back(json_form(entry));
    return Json{{"format", "leitstand-register"}, {"version", 1}, {"entries", std::move(list)}};
}

std::string csv_form(PublicEntry const& entry) {
    auto csv = csv_head();
    add_entry(csv, entry);
    return csv;
}

std::string csv_form(PublicRegister const& entries) {
    auto csv = csv_head();
    for (auto const& entry : entries)
        add_entry(csv, entry);
    return csv;
}

std::string cut_to(std::string_view text, std::size_t characters) {
    std::size_t count = 0, fits = 0, space = 0; // bytes up to the place of "…", and a word before
    for (std::size_t at = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
            continue;
        if (count + 1 == characters) // this one stays only if it is the last
            fits = at;
        if (count < characters && (text[at] == ' ' || text[at] == '\n'))
            space = at;
        if (++count > characters) {
            auto const end = space > fits / 2 ? std::min(space, fits) : fits;
            return std::string{text.substr(0, end)} + "…";
        }
    }
    return std::string{text};
}

std::string stable_uuid(std::string_view words) {
    auto bytes = sha256(words).substr(0, 16);
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0f) | 0x80);
    bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3f) | 0x80);
    auto const hex = to_hex(bytes);
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
           hex.substr(16, 4) + "-" + hex.substr(20);
}

} // namespace leitstand
