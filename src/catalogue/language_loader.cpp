// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/language_loader.hpp"

#include <unordered_set>

#include "catalogue/detail/read_toml.hpp"

namespace leitstand::detail_catalogue {

namespace {

constexpr std::string_view kFolder = "languages";

using Need = FileReader::Need;

bool is_language_code(std::string_view code) {
    return (code.size() == 2 || code.size() == 3) &&
           std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
}

// The entries with that key, of those that are told by phrases.
std::vector<Entry*> entries_of(Catalogue& catalogue, std::string_view key) {
    std::vector<Entry*> found;
    auto const search = [&](auto& entries) {
        for (auto& entry : entries)
            if (entry.key == key)
                found.push_back(&entry);
    };
    search(catalogue.services);
    search(catalogue.acts);
    search(catalogue.themes);
    search(catalogue.document_types);
    search(catalogue.cues);
    return found;
}

// What each entry has already, kept from file to file.
using KnownPhrases = std::unordered_map<Entry const*, std::unordered_set<std::string>>;

void add_phrases(Entry& entry, std::vector<Phrase> phrases, KnownPhrases& known) {
    auto const [own, fresh] = known.try_emplace(&entry);
    if (fresh)
        for (auto const& phrase : entry.phrases)
            own->second.insert(phrase.text);
    for (auto& phrase : phrases)
        if (own->second.insert(phrase.text).second)
            entry.phrases.push_back(std::move(phrase));
}

void read_language(FileReader const& reader, toml::table const& root, std::string code,
                   Catalogue& catalogue, KnownPhrases& known) {
    reader.allow(root, {"name", "name_en", "phrases"});
    if (!is_language_code(code))
        reader.problem(0, "the file's name must be a code of ISO 639, as 'tr'");
    catalogue.languages.push_back({std::move(code), reader.text(root, "name", Need::required),
                                   reader.text(root, "name_en", Need::required)});
    auto const* lists = root.get_as<toml::table>("phrases");
    if (lists == nullptr) {
        reader.problem(1, "there must be at least one [phrases.KEY]");
        return;
    }
    for (auto const& [key, list] : *lists) {
        auto const line = static_cast<int>(key.source().begin.line);
        auto const entries = entries_of(catalogue, key.str());
        if (entries.size() == 1 && list.is_table())
            add_phrases(*entries.front(), reader.weighed(*list.as_table()), known);
        else if (!list.is_table())
            reader.problem(line, fmt::format("'{}' must be a table of phrase = weight", key.str()));
        else
            reader.problem(line, entries.empty()
                                     ? fmt::format("no entry has the key '{}'", key.str())
                                     : fmt::format("two entries have the key '{}'", key.str()));
    }
}

} // namespace

void read_languages(std::filesystem::path const& folder, Loaded& loaded, std::string& all) {
    std::error_code ignored;
    std::set<std::string> codes; // in the same order on every machine
    for (auto const& file : std::filesystem::directory_iterator(folder / kFolder, ignored))
        if (file.path().extension() == ".toml")
            codes.insert(file.path().stem().string());
    KnownPhrases known;
    for (auto const& code : codes)
        read_toml(folder, fmt::format("{}/{}.toml", kFolder, code), Need::required, loaded.problems,
                  all, [&](FileReader const& reader, toml::table const& root) {
                      read_language(reader, root, code, loaded.catalogue, known);
                  });
}

} // namespace leitstand::detail_catalogue
