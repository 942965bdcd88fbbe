// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/counterfactuals.hpp"

#include "base/crypto/crypto.hpp"
#include "catalogue/detail/read_toml.hpp"

namespace leitstand {

using detail_catalogue::FileReader;

namespace {

constexpr std::string_view kFile = "counterfactuals.toml";
constexpr std::size_t kWordsMax = 500; // of one list

constexpr std::pair<std::string_view, ExchangeKind> kKinds[] = {
    {"name_origin", ExchangeKind::name_origin}, {"name_sex", ExchangeKind::name_sex},
    {"name_other", ExchangeKind::name_other},   {"words", ExchangeKind::words},
    {"sentences", ExchangeKind::sentences},     {"writing", ExchangeKind::writing}};

using Need = FileReader::Need;

std::vector<std::string> list_of(FileReader const& reader, toml::table const& table,
                                 std::string_view key) {
    auto list = reader.texts(table, key);
    if (list.size() > kWordsMax)
        reader.problem(FileReader::line_of(table),
                       fmt::format("'{}' has more than {} words", key, kWordsMax));
    return list;
}

// [["meine Frau", "mein Mann"], …]
std::vector<std::pair<std::string, std::string>> pairs_of(FileReader const& reader,
                                                          toml::table const& table) {
    std::vector<std::pair<std::string, std::string>> out;
    auto const* list = table.get_as<toml::array>("pairs");
    if (list == nullptr)
        return out;
    for (auto const& node : *list) {
        auto const* pair = node.as_array();
        auto const text = [&](std::size_t at) {
            return pair == nullptr || pair->size() != 2
                       ? std::string{}
                       : pair->get(at)->value<std::string>().value_or("");
        };
        out.emplace_back(text(0), text(1));
        if (out.back().first.empty() || out.back().second.empty() ||
            out.back().first == out.back().second)
            reader.problem(FileReader::line_of(node), "'pairs' holds lists of two different texts");
    }
    if (out.size() > kWordsMax)
        reader.problem(FileReader::line_of(*list),
                       fmt::format("'pairs' has more than {} pairs", kWordsMax));
    return out;
}

ExchangeKind kind_of(FileReader const& reader, toml::table const& table) {
    auto const name = reader.text(table, "exchange", Need::required);
    for (auto const& [known, kind] : kKinds)
        if (known == name)
            return kind;
    reader.problem(FileReader::line_of(table), fmt::format("unknown exchange '{}'", name));
    return ExchangeKind::words;
}

ExchangedTrait read_trait(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"key", "name", "name_en", "exchange", "source", "rightful",
                         "rightful_because", "apart", "apart_en", "control", "pairs", "drop"});
    ExchangedTrait trait;
    trait.line = FileReader::line_of(table);
    trait.key = reader.text(table, "key", Need::required);
    trait.name = reader.text(table, "name", Need::required);
    trait.name_en = reader.text(table, "name_en", Need::required);
    trait.kind = kind_of(reader, table);
    trait.source = reader.text(table, "source", Need::required);
    trait.rightful = reader.texts(table, "rightful");
    trait.rightful_because = reader.text(table, "rightful_because", Need::optional);
    if (trait.rightful.empty() != trait.rightful_because.empty())
        reader.problem(trait.line, "'rightful' and 'rightful_because' belong together");
    trait.apart = reader.text(table, "apart", Need::optional);
    trait.apart_en = reader.text(table, "apart_en", Need::optional);
    if (trait.apart.empty() != trait.apart_en.empty())
        reader.problem(trait.line, "'apart' and 'apart_en' belong together");
    trait.control = reader.text(table, "control", Need::optional);
    trait.pairs = pairs_of(reader, table);
    trait.drop = list_of(reader, table, "drop");
    bool const of_names = trait.kind == ExchangeKind::name_origin ||
                          trait.kind == ExchangeKind::name_sex ||
                          trait.kind == ExchangeKind::name_other;
    if (of_names != (trait.pairs.empty() && trait.drop.empty()))
        reader.problem(trait.line, of_names ? "names are exchanged by [[names]] alone"
                                            : "there is nothing to exchange");
    return trait;
}

NamesOfOrigin read_names(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"key", "name", "name_en", "female", "male", "family"});
    NamesOfOrigin names;
    names.line = FileReader::line_of(table);
    names.key = reader.text(table, "key", Need::required);
    names.name = reader.text(table, "name", Need::required);
    names.name_en = reader.text(table, "name_en", Need::required);
    names.female = list_of(reader, table, "female");
    names.male = list_of(reader, table, "male");
    names.family = list_of(reader, table, "family");
    if (std::min({names.female.size(), names.male.size(), names.family.size()}) < 2)
        reader.problem(names.line, "'female', 'male' and 'family' must hold two names at least");
    return names;
}

GroupWords read_group(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"by", "key", "name", "name_en", "words"});
    GroupWords group;
    group.line = FileReader::line_of(table);
    group.by = reader.text(table, "by", Need::required);
    group.key = reader.text(table, "key", Need::required);
    group.name = reader.text(table, "name", Need::required);
    group.name_en = reader.text(table, "name_en", Need::required);
    group.words = list_of(reader, table, "words");
    if (group.words.empty())
        reader.problem(group.line, "'words' is empty");
    return group;
}

ExpectedGroup read_expected(FileReader const& reader, toml::table const& table) {
    reader.allow(table, {"by", "key", "required", "because", "because_en"});
    ExpectedGroup group;
    group.line = FileReader::line_of(table);
    group.by = reader.text(table, "by", Need::required);
    group.key = reader.text(table, "key", Need::required);
    group.required = reader.boolean(table, "required");
    group.because = reader.text(table, "because", Need::required);
    group.because_en = reader.text(table, "because_en", Need::required);
    return group;
}

template <typename T, typename ReadOne>
void read_list(FileReader const& reader, toml::table const& root, std::string_view key,
               ReadOne const& read_one, std::vector<T>& out) {
    if (auto const* list = reader.list(root, key); list != nullptr)
        for (auto const& node : *list)
            out.push_back(read_one(reader, *node.as_table()));
}

void check_traits(FileReader const& reader, std::vector<ExchangedTrait> const& traits) {
    for (auto const& trait : traits) {
        auto const same = [&](std::string const& key) {
            return std::count_if(traits.begin(), traits.end(),
                                 [&](auto const& other) { return other.key == key; });
        };
        if (same(trait.key) > 1)
            reader.problem(trait.line, fmt::format("key '{}' is taken", trait.key));
        if (!trait.control.empty() && (same(trait.control) != 1 || trait.control == trait.key))
            reader.problem(trait.line, fmt::format("unknown control '{}'", trait.control));
    }
}

void check_expected(FileReader const& reader, std::vector<ExpectedGroup> const& groups) {
    for (auto const& group : groups)
        if (std::count_if(groups.begin(), groups.end(), [&](auto const& other) {
                return other.by == group.by && other.key == group.key;
            }) > 1)
            reader.problem(group.line,
                           fmt::format("group '{}: {}' stands twice", group.by, group.key));
    if (std::none_of(groups.begin(), groups.end(),
                     [](auto const& group) { return group.required; }))
        reader.problem(0, "without a required group, data that lack one would be an open door");
}

Counterfactuals read_folder(std::filesystem::path const& folder, std::vector<Problem>& problems) {
    Counterfactuals out;
    std::string bytes;
    detail_catalogue::read_toml(
        folder / "govern", kFile, Need::required, problems, bytes,
        [&](FileReader const& reader, toml::table const& root) {
            reader.allow(root, {"language", "trait", "names", "group", "expected", "origin_words"});
            out.language = reader.text(root, "language", Need::required);
            read_list(reader, root, "trait", read_trait, out.traits);
            read_list(reader, root, "names", read_names, out.names);
            read_list(reader, root, "group", read_group, out.groups);
            read_list(reader, root, "expected", read_expected, out.expected);
            out.origin_words = list_of(reader, root, "origin_words");
            if (out.names.size() < 2)
                reader.problem(0, "names of two origins at least are needed");
            check_traits(reader, out.traits);
            check_expected(reader, out.expected);
        });
    out.sha256 = to_hex(leitstand::sha256(bytes));
    return out;
}

} // namespace

std::vector<Problem> Counterfactuals::check(std::filesystem::path const& catalogue_folder) {
    std::vector<Problem> problems;
    read_folder(catalogue_folder, problems);
    return problems;
}

Result<std::shared_ptr<Counterfactuals const>>
Counterfactuals::load(std::filesystem::path const& catalogue_folder) {
    std::error_code ignored;
    if (!std::filesystem::exists(catalogue_folder / "govern" / kFile, ignored))
        return fail(Code::not_found, "guideline.missing", std::string(kFile));
    std::vector<Problem> problems;
    auto out = read_folder(catalogue_folder, problems);
    if (!problems.empty())
        return fail(Code::bad_input, "guideline.wrong",
                    fmt::format("{}:{}: {}", problems.front().file, problems.front().line,
                                problems.front().reason));
    return std::make_shared<Counterfactuals const>(std::move(out));
}

} // namespace leitstand
