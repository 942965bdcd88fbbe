// SPDX-License-Identifier: EUPL-1.2
#include "learn/gazetteer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "base/files.hpp"

namespace leitstand::learn {

namespace {

// An entry: the upper 47 bits of the hash, a bit for "a longer phrase begins so", 16 bits of lists.
constexpr std::uint64_t kLists = 0xFFFF;
constexpr std::uint64_t kGoesOn = 1 << 16;
constexpr std::uint64_t kMark = ~((std::uint64_t{1} << 17) - 1);

constexpr std::uint64_t kWordSeed = 1;
constexpr FeatureHash kPhraseSeed = 2;

using Entries = std::map<FeatureHash, std::uint64_t>; // in order: equal lists, equal table

void add_phrase(Entries& entries, std::string_view phrase, std::uint64_t list) {
    auto hash = kPhraseSeed;
    std::size_t words = 0;
    while (!phrase.empty() && words < kGazetteerPhraseWordsMax) {
        auto const end = phrase.find(' ');
        auto const word = phrase.substr(0, end);
        phrase.remove_prefix(end == std::string_view::npos ? phrase.size() : end + 1);
        if (word.empty())
            continue;
        if (words++ > 0)
            entries[hash] |= kGoesOn;
        hash = combine(hash, gazetteer_word(word));
    }
    if (words > 0)
        entries[hash] |= std::uint64_t{1} << list;
}

std::vector<std::uint64_t> table_of(Entries const& entries) {
    std::vector<std::uint64_t> table(std::bit_ceil(entries.size() * 3 / 2 + 1));
    for (auto const& [hash, what] : entries) {
        auto at = hash & (table.size() - 1);
        while (table[at] != 0)
            at = (at + 1) & (table.size() - 1);
        table[at] = (hash & kMark) | what;
    }
    return table;
}

std::vector<std::string_view> lines_of(std::string_view bytes) {
    std::vector<std::string_view> lines;
    while (!bytes.empty()) {
        auto const end = bytes.find('\n');
        auto line = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
    }
    return lines;
}

} // namespace

FeatureHash gazetteer_word(std::string_view word) {
    return hash_text(word, kWordSeed);
}

Result<Gazetteer> Gazetteer::read(std::filesystem::path const& folder) {
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (std::filesystem::directory_iterator entry{folder, error}, end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == ".list")
            paths.push_back(entry->path());
    if (error || paths.empty())
        return fail(Code::not_found, "gazetteer.none", folder.string());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> bytes; // what the lines point into
    for (auto const& path : paths)
        bytes.push_back(TRY(read_regular_file(path, kGazetteerFileBytesMax)));
    std::vector<std::vector<std::string_view>> lists;
    for (auto const& list : bytes)
        lists.push_back(lines_of(list));
    return of_lists(lists);
}

Result<Gazetteer> Gazetteer::of_lists(std::span<std::vector<std::string_view> const> lists) {
    std::size_t phrases = 0;
    for (auto const& list : lists)
        phrases += list.size();
    if (lists.size() > kGazetteerListsMax || phrases > kGazetteerPhrasesMax)
        return fail(Code::too_large, "gazetteer.too_many",
                    fmt::format("{} lists, {} phrases", lists.size(), phrases));
    Entries entries;
    for (std::size_t list = 0; list < lists.size(); ++list)
        for (auto const phrase : lists[list])
            add_phrase(entries, phrase, list);
    Gazetteer gazetteer;
    gazetteer.own_ = table_of(entries);
    gazetteer.table_ = gazetteer.own_;
    return gazetteer;
}

Result<Gazetteer> Gazetteer::over(std::span<std::uint64_t const> table) {
    // Without an empty place a search would not end.
    if (!table.empty() && (!std::has_single_bit(table.size()) ||
                           std::find(table.begin(), table.end(), 0) == table.end()))
        return fail(Code::damaged, "model.damaged", "gazetteer");
    Gazetteer gazetteer;
    gazetteer.table_ = table;
    return gazetteer;
}

std::uint64_t Gazetteer::look_up_word(FeatureHash word) const {
    return look_up(combine(kPhraseSeed, word));
}

std::uint64_t Gazetteer::look_up(FeatureHash phrase) const {
    if (table_.empty())
        return 0;
    for (auto at = phrase & (table_.size() - 1); table_[at] != 0;
         at = (at + 1) & (table_.size() - 1))
        if ((table_[at] & kMark) == (phrase & kMark))
            return table_[at];
    return 0;
}

void Gazetteer::find(std::span<FeatureHash const> words, std::span<std::uint64_t const> single,
                     std::vector<GazetteerHit>& hits) const {
    hits.clear();
    for (std::size_t begin = 0; begin < words.size(); ++begin) {
        std::array<std::uint32_t, kGazetteerListsMax> ends{};
        auto entry = single[begin];
        if (entry == 0)
            continue;
        auto hash = combine(kPhraseSeed, words[begin]);
        auto end = begin + 1;
        std::uint64_t seen = 0;
        for (;;) {
            for (auto lists = entry & kLists; lists != 0; lists &= lists - 1)
                ends[static_cast<std::size_t>(std::countr_zero(lists))] =
                    static_cast<std::uint32_t>(end);
            seen |= entry & kLists;
            if ((entry & kGoesOn) == 0 || end == words.size() ||
                end - begin == kGazetteerPhraseWordsMax)
                break;
            hash = combine(hash, words[end++]);
            entry = look_up(hash);
            if (entry == 0)
                break;
        }
        for (; seen != 0; seen &= seen - 1) {
            auto const list = static_cast<std::uint8_t>(std::countr_zero(seen));
            hits.push_back({static_cast<std::uint32_t>(begin), ends[list], list});
        }
    }
}

} // namespace leitstand::learn
