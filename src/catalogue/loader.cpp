// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/loader.hpp"

#include <cmath>
#include <set>
#include <toml++/toml.h>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "base/time.hpp"

namespace leitstand::detail_catalogue {

namespace {

constexpr std::uint64_t kFileBytesMax = 1 << 20;
constexpr std::size_t kPhraseWordsMax = 6;
constexpr std::size_t kPhraseBytesMax = 80;
constexpr std::size_t kProblemsMax = 500;
constexpr double kWeightMax = 10;

constexpr auto kProcedures = std::to_array<std::string_view>({"sgb_sgg", "sgb_vwgo", "ao_fgo"});
constexpr auto kKinds =
    std::to_array<std::string_view>({"date", "amount", "identifier", "name", "address", "contact"});

bool one_of(auto const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Reads one file; knows its name for messages.
class FileReader {
  public:
    FileReader(std::string file, std::vector<Problem>& problems)
        : file_(std::move(file)), problems_(problems) {}

    void problem(int line, std::string reason) const {
        if (problems_.size() < kProblemsMax)
            problems_.push_back({file_, line, std::move(reason)});
    }
    static int line_of(toml::node const& node) {
        return static_cast<int>(node.source().begin.line);
    }

    void allow(toml::table const& table, std::initializer_list<std::string_view> keys) const {
        for (auto const& [key, node] : table)
            if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
                problem(static_cast<int>(key.source().begin.line),
                        fmt::format("unknown key '{}'", key.str()));
    }

    enum class Need : std::uint8_t { required, optional };

    std::string text(toml::table const& table, std::string_view key, Need need) const {
        auto const* node = table.get(key);
        if (node == nullptr) {
            if (need == Need::required)
                problem(line_of(table), fmt::format("'{}' is missing", key));
            return {};
        }
        auto const value = node->value<std::string>();
        if (!value || !node->is_string())
            problem(line_of(*node), fmt::format("'{}' must be a text", key));
        else if (value->empty())
            problem(line_of(*node), fmt::format("'{}' is empty", key));
        return value.value_or("");
    }

    std::vector<std::string> texts(toml::table const& table, std::string_view key) const {
        std::vector<std::string> out;
        auto const* node = table.get(key);
        if (node == nullptr)
            return out;
        auto const* list = node->as_array();
        if (list == nullptr) {
            problem(line_of(*node), fmt::format("'{}' must be a list of texts", key));
            return out;
        }
        for (auto const& item : *list) {
            if (item.is_string() && !item.value<std::string>()->empty())
                out.push_back(*item.value<std::string>());
            else
                problem(line_of(item), fmt::format("'{}' must hold texts only", key));
        }
        return out;
    }

    double number(toml::table const& table, std::string_view key, double otherwise) const {
        auto const* node = table.get(key);
        if (node == nullptr)
            return otherwise;
        auto const value = node->is_number() ? node->value<double>() : std::nullopt;
        if (!value || !std::isfinite(*value) || std::abs(*value) > kWeightMax)
            problem(line_of(*node), fmt::format("'{}' must be a number between -10 and 10", key));
        return value.value_or(otherwise);
    }

    std::vector<Phrase> phrases(toml::table const& table) const {
        std::vector<Phrase> out;
        auto const* node = table.get("phrases");
        if (node == nullptr)
            return out;
        auto const* list = node->as_table();
        if (list == nullptr) {
            problem(line_of(*node), "'phrases' must be a table of phrase = weight");
            return out;
        }
        for (auto const& [phrase, weight] : *list) {
            auto const line = static_cast<int>(phrase.source().begin.line);
            if (auto const wrong = phrase_fault(phrase.str()); !wrong.empty())
                problem(line, wrong);
            auto const value = weight.is_number() ? weight.value<double>() : std::nullopt;
            if (!value || !std::isfinite(*value) || std::abs(*value) > kWeightMax || *value == 0)
                problem(line,
                        fmt::format("weight of '{}' must be a number between -10 and 10 and not 0",
                                    phrase.str()));
            out.push_back({std::string(phrase.str()), value.value_or(1)});
        }
        return out;
    }

    // The keys that each entry has.
    void entry(toml::table const& table, Entry& out) const {
        out.file = file_;
        out.line = line_of(table);
        out.key = text(table, "key", Need::required);
        bool const good =
            !out.key.empty() && std::all_of(out.key.begin(), out.key.end(), [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
            });
        if (!out.key.empty() && !good)
            problem(out.line, fmt::format("key '{}' may hold a-z, 0-9, _ and - only", out.key));
        out.name = text(table, "name", Need::required);
        out.name_en = text(table, "name_en", Need::required);
        out.description = text(table, "description", Need::required);
        out.source = text(table, "source", Need::required);
        out.synonyms = texts(table, "synonyms");
        out.intercept = number(table, "intercept", 0);
        out.phrases = phrases(table);
    }

    toml::array const* list(toml::table const& root, std::string_view key) const {
        auto const* node = root.get(key);
        if (node == nullptr || node->as_array() == nullptr ||
            !node->as_array()->is_homogeneous<toml::table>()) {
            problem(node == nullptr ? 1 : line_of(*node),
                    fmt::format("there must be at least one [[{}]]", key));
            return nullptr;
        }
        return node->as_array();
    }

  private:
    static std::string phrase_fault(std::string_view phrase) {
        if (phrase.empty() || phrase.size() > kPhraseBytesMax || phrase.front() == ' ' ||
            phrase.back() == ' ')
            return "a phrase is empty, too long or has blanks at its ends";
        std::size_t words = 0;
        bool gap = true; // a gap may not stand first, last or twice
        for (std::size_t start = 0; start <= phrase.size();) {
            auto const end = std::min(phrase.find(' ', start), phrase.size());
            auto const word = phrase.substr(start, end - start);
            if (word == "~") {
                if (gap)
                    return fmt::format("'~' in '{}' must stand between words", phrase);
                gap = true;
            } else {
                if (word.empty() || word == "*" || word == "=" || word == "**")
                    return fmt::format("'{}' has an empty word", phrase);
                gap = false;
                ++words;
            }
            start = end + 1;
        }
        if (gap)
            return fmt::format("'~' in '{}' must stand between words", phrase);
        if (words > kPhraseWordsMax)
            return fmt::format("'{}' has more than {} words: catalogue phrases are short", phrase,
                               kPhraseWordsMax);
        return {};
    }

    std::string file_;
    std::vector<Problem>& problems_;
};

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
    reader.allow(root, {"name", "version", "state_date"});
    out.authority = reader.text(root, "name", Need::required);
    out.version = reader.text(root, "version", Need::required);
    out.state_date = reader.text(root, "state_date", Need::required);
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
}

using Read = void (*)(FileReader const&, toml::table const&, Catalogue&);
struct File {
    std::string_view name;
    Read read;
};
constexpr auto kFiles = std::to_array<File>({
    {"acts.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_plain(r, t, "act", c.acts); }},
    {"authority.toml", [](auto const& r, auto const& t, Catalogue& c) { read_authority(r, t, c); }},
    {"cues.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_plain(r, t, "cue", c.cues); }},
    {"document_types.toml",
     [](auto const& r, auto const& t, Catalogue& c) {
         read_plain(r, t, "document_type", c.document_types);
     }},
    {"fields.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_fields(r, t, c.fields); }},
    {"services.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_services(r, t, c.services); }},
    {"themes.toml",
     [](auto const& r, auto const& t, Catalogue& c) { read_plain(r, t, "theme", c.themes); }},
    {"units.toml", [](auto const& r, auto const& t, Catalogue& c) { read_units(r, t, c.units); }},
});

} // namespace

Loaded load_folder(std::filesystem::path const& folder) {
    Loaded loaded;
    std::string all; // name and bytes of each file, for the hash
    for (auto const& file : kFiles) {
        FileReader const reader{std::string(file.name), loaded.problems};
        auto const bytes = read_file(folder / file.name, kFileBytesMax);
        if (!bytes) {
            reader.problem(0, bytes.error().code == Code::not_found ? "the file is missing"
                                                                    : "the file cannot be read");
            continue;
        }
        all += fmt::format("{} {}\n", file.name, bytes->size());
        all += *bytes;
        try {
            auto const root = toml::parse(*bytes, file.name);
            file.read(reader, root, loaded.catalogue);
        } catch (toml::parse_error const& error) { // toml++ speaks by exception only
            reader.problem(static_cast<int>(error.source().begin.line),
                           std::string(error.description()));
        }
    }
    check_references(loaded);
    loaded.catalogue.hash = to_hex(sha256(all));
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                     [](auto const& a, auto const& b) {
                         return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                     });
    return loaded;
}

} // namespace leitstand::detail_catalogue
