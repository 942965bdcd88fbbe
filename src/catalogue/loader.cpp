// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/loader.hpp"

#include <set>

#include "base/crypto/crypto.hpp"
#include "base/time.hpp"
#include "catalogue/detail/file_reader.hpp"
#include "catalogue/detail/language_loader.hpp"
#include "catalogue/detail/legal_loader.hpp"
#include "catalogue/detail/read_toml.hpp"
#include "catalogue/detail/training_loader.hpp"

namespace leitstand::detail_catalogue {

namespace {

constexpr auto kKinds =
    std::to_array<std::string_view>({"date", "amount", "identifier", "name", "address", "contact"});

bool one_of(auto const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

using Need = FileReader::Need;

template <typename T>
void check_double(FileReader const& reader, std::vector<T> const& entries) {
    std::set<std::string> seen;
    for (auto const& entry : entries)
        if (!entry.key.empty() && !seen.insert(entry.key).second)
            reader.problem(entry.line, fmt::format("key '{}' is used twice", entry.key));
}

template <typename T>
void read_plain(FileReader const& reader, toml::table const& root, std::string_view name,
                std::vector<T>& out) {
    reader.allow(root, {name});
    auto const* list = reader.list(root, name);
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "description", "source", "synonyms",
                             "intercept", "phrases"});
        reader.entry(table, out.emplace_back());
    }
    check_double(reader, out);
}

void read_services(FileReader const& reader, toml::table const& root, std::vector<Service>& out) {
    reader.allow(root, {"service"});
    auto const* list = reader.list(root, "service");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "description", "source", "synonyms",
                             "intercept", "phrases", "procedure", "units"});
        auto& service = out.emplace_back();
        reader.entry(table, service);
        service.procedure = reader.text(table, "procedure", Need::required);
        if (!service.procedure.empty() && !one_of(kProcedures, service.procedure))
            reader.problem(service.line,
                           fmt::format("procedure '{}' is none of sgb_sgg, sgb_vwgo, ao_fgo",
                                       service.procedure));
        service.units = reader.texts(table, "units");
    }
    check_double(reader, out);
}

void read_acts(FileReader const& reader, toml::table const& root, std::vector<Act>& out) {
    reader.allow(root, {"act"});
    auto const* list = reader.list(root, "act");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "description", "source", "synonyms",
                             "intercept", "phrases", "whole_letter"});
        auto& act = out.emplace_back();
        reader.entry(table, act);
        act.whole_letter = reader.boolean(table, "whole_letter");
    }
    check_double(reader, out);
}

void read_fields(FileReader const& reader, toml::table const& root, std::vector<Field>& out) {
    reader.allow(root, {"field"});
    auto const* list = reader.list(root, "field");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "description", "source", "synonyms",
                             "intercept", "phrases", "kind", "role"});
        auto& field = out.emplace_back();
        reader.entry(table, field);
        field.kind = reader.text(table, "kind", Need::required);
        if (!field.kind.empty() && !one_of(kKinds, field.kind))
            reader.problem(field.line, fmt::format("kind '{}' is unknown", field.kind));
        if (table.contains("role"))
            if (auto const* roles = reader.list(table, "role"); roles != nullptr)
                for (auto const& role : *roles) {
                    reader.allow(*role.as_table(), {"key", "name", "name_en", "description",
                                                    "source", "synonyms", "intercept", "phrases"});
                    reader.entry(*role.as_table(), field.roles.emplace_back());
                }
        check_double(reader, field.roles);
    }
    check_double(reader, out);
}

void read_rule(FileReader const& reader, toml::table const& table, UnitRule& rule) {
    reader.allow(table, {"service", "postcodes", "letters", "final_digits", "identifier"});
    auto const line = FileReader::line_of(table);
    rule.service = reader.text(table, "service", Need::required);
    rule.postcodes = reader.texts(table, "postcodes");
    for (auto const& postcode : rule.postcodes)
        if (postcode.size() > 5 || !all_digits(postcode))
            reader.problem(line, fmt::format("postcode '{}' must be 1 to 5 digits", postcode));
    auto const letters = reader.text(table, "letters", Need::optional);
    if (!letters.empty()) {
        bool const good = letters.size() == 3 && letters[1] == '-' && letters[0] >= 'A' &&
                          letters[0] <= letters[2] && letters[2] <= 'Z';
        if (!good)
            reader.problem(line, fmt::format("letters '{}' must look like A-K", letters));
        rule.letter_from = letters.substr(0, 1);
        rule.letter_to = good ? letters.substr(2, 1) : rule.letter_from;
    }
    rule.final_digits = reader.text(table, "final_digits", Need::optional);
    rule.identifier = reader.text(table, "identifier", Need::optional);
    if (!all_digits(rule.final_digits))
        reader.problem(line, fmt::format("final_digits '{}' must be digits", rule.final_digits));
    if (rule.final_digits.empty() != rule.identifier.empty())
        reader.problem(line, "final_digits and identifier belong together");
}

void read_units(FileReader const& reader, toml::table const& root, std::vector<Unit>& out) {
    reader.allow(root, {"unit"});
    auto const* list = reader.list(root, "unit");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table,
                     {"key", "name", "name_en", "description", "source", "synonyms", "rule"});
        auto& unit = out.emplace_back();
        reader.entry(table, unit);
        if (auto const* rules = reader.list(table, "rule"); rules != nullptr)
            for (auto const& rule : *rules)
                read_rule(reader, *rule.as_table(), unit.rules.emplace_back());
    }
    check_double(reader, out);
}

void read_authority(FileReader const& reader, toml::table const& root, Catalogue& out) {
    reader.allow(root, {"name", "version", "state_date", "land"});
    out.authority = reader.text(root, "name", Need::required);
    out.version = reader.text(root, "version", Need::required);
    out.state_date = reader.text(root, "state_date", Need::required);
    out.land = reader.text(root, "land", Need::optional);
    for (auto const& date : {out.version, out.state_date})
        if (!date.empty() && !parse_iso_date(date))
            reader.problem(1, fmt::format("'{}' is no date like 2026-08-19", date));
}

// References between files, once all are read.
void check_references(Loaded& loaded) {
    auto const& catalogue = loaded.catalogue;
    for (auto const& service : catalogue.services)
        for (auto const& unit : service.units)
            if (catalogue.unit(unit) == nullptr)
                loaded.problems.push_back(
                    {service.file, service.line,
                     fmt::format("service '{}' names the unknown unit '{}'", service.key, unit)});
    for (auto const& unit : catalogue.units)
        for (auto const& rule : unit.rules) {
            if (!rule.service.empty() && catalogue.service(rule.service) == nullptr)
                loaded.problems.push_back({unit.file, unit.line,
                                           fmt::format("unit '{}' names the unknown service '{}'",
                                                       unit.key, rule.service)});
            auto const* field =
                rule.identifier.empty() ? nullptr : catalogue.field(rule.identifier);
            if (!rule.identifier.empty() && (field == nullptr || field->kind != "identifier"))
                loaded.problems.push_back(
                    {unit.file, unit.line,
                     fmt::format("unit '{}' goes by '{}', which is no identifier field", unit.key,
                                 rule.identifier)});
        }
    check_legal_references(catalogue, loaded.problems);
}

using Read = void (*)(FileReader const&, toml::table const&, Catalogue&);
struct File {
    std::string_view name;
    Read read;
};
constexpr auto kFiles = std::to_array<File>({
    {"acts.toml", [](auto const& r, auto const& t, Catalogue& c) { read_acts(r, t, c.acts); }},
    {"authority.toml", [](auto const& r, auto const& t, Catalogue& c) { read_authority(r, t, c); }},
    {"clocks.toml", [](auto const& r, auto const& t, Catalogue& c) { read_clocks(r, t, c.legal); }},
    {"cues.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_plain(r, t, "cue", c.cues); }},
    {"document_types.toml",
     [](auto const& r, auto const& t, Catalogue& c) {
         read_plain(r, t, "document_type", c.document_types);
     }},
    {"fields.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_fields(r, t, c.fields); }},
    {"holidays.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_holidays(r, t, c.legal.holidays); }},
    {"requirements.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_requirements(r, t, c.legal); }},
    {"services.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_services(r, t, c.services); }},
    {"themes.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_plain(r, t, "theme", c.themes); }},
    {"units.toml", [](auto const& r, auto const& t, Catalogue& c) { read_units(r, t, c.units); }},
});

constexpr std::string_view kTrainingFile = "training.toml"; // may be missing: nothing is kept then

} // namespace

Loaded load_folder(std::filesystem::path const& folder) {
    Loaded loaded;
    std::string all;
    for (auto const& file : kFiles)
        read_toml(folder, file.name, Need::required, loaded.problems, all,
                  [&](FileReader const& reader, toml::table const& root) {
                      file.read(reader, root, loaded.catalogue);
                  });
    read_toml(folder, kTrainingFile, Need::optional, loaded.problems, all,
              [&](FileReader const& reader, toml::table const& root) {
                  read_training(reader, root, loaded.training);
              });
    read_languages(folder, loaded, all);
    check_references(loaded);
    loaded.catalogue.hash = to_hex(sha256(all));
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                     [](auto const& a, auto const& b) {
                         return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                     });
    return loaded;
}

} // namespace leitstand::detail_catalogue
