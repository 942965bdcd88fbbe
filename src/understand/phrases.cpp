// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/phrases.hpp"

#include <algorithm>

#include "text/normalise.hpp"
#include "text/stem.hpp"
#include "understand/detail/form_memory.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr std::uint32_t kGapWordsMax = 4;

void note_size(std::vector<std::uint8_t>& sizes, std::size_t size) {
    auto const value = static_cast<std::uint8_t>(std::min<std::size_t>(size, 255));
    auto const at = std::lower_bound(sizes.begin(), sizes.end(), value);
    if (at == sizes.end() || *at != value)
        sizes.insert(at, value);
}

constexpr std::size_t kRememberedMax = 20'000; // forms of one set
constexpr std::size_t kRememberedBytesMax = 4 << 20;

FormMemory& memory_of(std::uint64_t set) {
    thread_local std::unordered_map<std::uint64_t, FormMemory> memories;
    if (memories.size() > 64) // sets that are long gone
        memories.clear();
    return memories[set];
}

std::uint64_t next_set_number() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

bool counts(text::Token const& token) {
    if (token.kind != text::TokenKind::sign)
        return true;
    return token.form == "§" || token.form == "%" || token.form == "€" || token.form == "?";
}

} // namespace

Phrases::Phrases() : set_number_(next_set_number()) {}

Phrases::WordId Phrases::word_id(std::string_view word) {
    bool const from_start = word.front() != '*';
    bool const to_end = word.back() != '*';
    bool const exact = word.front() == '=';
    if (exact || !from_start)
        word.remove_prefix(1);
    if (!to_end)
        word.remove_suffix(1);
    auto const form = text::matching_form(word);
    auto const known_or_new = [&](std::unordered_map<std::string, WordId>& words,
                                  std::string const& key) {
        return words.try_emplace(key, words_ + 1).first->second;
    };
    WordId id = 0;
    if (exact) {
        id = known_or_new(forms_, form);
    } else if (from_start && to_end) {
        id = known_or_new(stems_, text::stem(form));
    } else if (from_start) {
        id = known_or_new(prefixes_, form);
        note_size(prefix_sizes_, form.size());
    } else if (to_end) {
        id = known_or_new(suffixes_, form);
        note_size(suffix_sizes_, form.size());
    } else {
        auto const known = std::find_if(infixes_.begin(), infixes_.end(),
                                        [&](auto const& infix) { return infix.first == form; });
        if (known != infixes_.end())
            return known->second;
        infixes_.emplace_back(form, id = words_ + 1);
    }
    words_ = std::max(words_, id);
    return id;
}

std::uint32_t Phrases::edge(std::uint32_t node, WordId word) const {
    if (node == 0)
        return word < root_.size() ? root_[word] : 0;
    auto const& edges = nodes_[node].edges;
    auto const found =
        std::lower_bound(edges.begin(), edges.end(), std::pair{word, std::uint32_t{0}});
    return found != edges.end() && found->first == word ? found->second : 0;
}

std::uint32_t Phrases::make_edge(std::uint32_t node, WordId word) {
    if (auto const known = edge(node, word); known != 0)
        return known;
    auto const made = static_cast<std::uint32_t>(nodes_.size());
    nodes_.emplace_back();
    if (node == 0) {
        root_.resize(std::max<std::size_t>(root_.size(), word + 1));
        root_[word] = made;
    } else {
        auto& edges = nodes_[node].edges;
        edges.insert(
            std::lower_bound(edges.begin(), edges.end(), std::pair{word, std::uint32_t{0}}),
            {word, made});
    }
    return made;
}

std::uint32_t Phrases::add(std::string_view phrase) {
    auto const [entry, fresh] =
        numbers_.try_emplace(std::string(phrase), static_cast<std::uint32_t>(texts_.size()));
    if (!fresh)
        return entry->second;
    std::uint32_t node = 0;
    auto const new_node = [&] {
        nodes_.emplace_back();
        return static_cast<std::uint32_t>(nodes_.size() - 1);
    };
    auto const step = [&](std::string_view word) { node = make_edge(node, word_id(word)); };
    for (std::size_t start = 0; start < phrase.size();) {
        auto const end = std::min(phrase.find(' ', start), phrase.size());
        auto const word = phrase.substr(start, end - start);
        start = end + 1;
        if (word == "~") {
            if (nodes_[node].after_gap == 0) {
                auto const fresh_node = new_node();
                nodes_[node].after_gap = fresh_node;
            }
            node = nodes_[node].after_gap;
            continue;
        }
        // A hyphenated word is several tokens; the marks belong to its ends.
        auto const head = word.find('-');
        if (head == std::string_view::npos || word.front() == '*') {
            step(word);
            continue;
        }
        for (std::size_t from = 0; from <= word.size();) {
            auto const to = std::min(word.find('-', from), word.size());
            if (to > from)
                step(word.substr(from, to - from));
            from = to + 1;
        }
    }
    if (auto const& known = nodes_[node].phrase) {
        entry->second = *known;
    } else {
        nodes_[node].phrase = entry->second;
        texts_.emplace_back(phrase);
    }
    return entry->second;
}

void Phrases::words_of(text::Token const& token, std::vector<WordId>& out) const {
    out.clear();
    if (auto const found = stems_.find(token.stem); found != stems_.end())
        out.push_back(found->second);
    if (auto const found = forms_.find(token.form); found != forms_.end())
        out.push_back(found->second);
    std::string key;
    for (auto const size : prefix_sizes_) {
        if (size > token.form.size())
            break;
        key.assign(token.form, 0, size);
        if (auto const found = prefixes_.find(key); found != prefixes_.end())
            out.push_back(found->second);
    }
    for (auto const size : suffix_sizes_) {
        if (size > token.form.size())
            break;
        key.assign(token.form, token.form.size() - size, size);
        if (auto const found = suffixes_.find(key); found != suffixes_.end())
            out.push_back(found->second);
    }
    for (auto const& [infix, id] : infixes_)
        if (token.form.find(infix) != std::string::npos)
            out.push_back(id);
}

// One search over one text.
struct Phrases::Walk {
    Phrases const& set;
    std::vector<text::Token> const& tokens;
    std::vector<std::uint32_t> places;    // tokens that count
    std::vector<FormMemory::Place> words; // per place
    FormMemory const& memory;
    std::vector<PhraseHit> hits;

    bool same_sentence(std::size_t a, std::size_t b) const {
        return b < places.size() && tokens[places[a]].sentence == tokens[places[b]].sentence;
    }

    // Everything that can follow from `node`, whose next word stands at place `at`.
    void follow(std::uint32_t node, std::size_t start, std::size_t at) {
        for (auto const word : memory.words(words[at]))
            if (auto const next = set.edge(node, word); next != 0)
                reach(next, start, at);
    }

    void reach(std::uint32_t node, std::size_t start, std::size_t at) {
        if (auto const& phrase = set.nodes_[node].phrase)
            hits.push_back({*phrase, places[start], places[at]});
        if (same_sentence(start, at + 1))
            follow(node, start, at + 1);
        auto const gap = set.nodes_[node].after_gap;
        for (std::size_t skip = 0;
             gap != 0 && skip <= kGapWordsMax && same_sentence(start, at + 1 + skip); ++skip)
            follow(gap, start, at + 1 + skip);
    }
};

std::vector<PhraseHit> Phrases::find(std::vector<text::Token> const& tokens) const {
    auto& memory = memory_of(set_number_);
    if (memory.size() > kRememberedMax || memory.bytes() > kRememberedBytesMax)
        memory.forget();
    Walk walk{*this, tokens, {}, {}, memory, {}};
    std::vector<std::uint64_t> hashes;
    walk.places.reserve(tokens.size());
    walk.words.reserve(tokens.size());
    hashes.reserve(tokens.size());
    for (std::uint32_t i = 0; i < tokens.size(); ++i)
        if (counts(tokens[i])) {
            walk.places.push_back(i);
            hashes.push_back(FormMemory::hash_of(tokens[i].form));
            memory.expect(hashes.back());
        }
    std::vector<WordId> fresh;
    for (std::size_t at = 0; at < walk.places.size(); ++at) {
        auto const& token = tokens[walk.places[at]];
        auto known = memory.find(token.form, hashes[at]);
        if (!known) {
            words_of(token, fresh);
            known = memory.add(token.form, hashes[at], fresh);
        }
        walk.words.push_back(*known);
    }
    for (std::size_t at = 0; at < walk.places.size(); ++at)
        walk.follow(0, at, at);
    return std::move(walk.hits);
}

} // namespace leitstand::detail_understand
