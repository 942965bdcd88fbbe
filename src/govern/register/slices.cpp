// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/detail/slices.hpp"

#include <algorithm>

#include "govern/measurement/group_words.hpp"
#include "govern/measurement/kind_words.hpp"

namespace leitstand {

namespace {

struct SliceWords {
    std::string_view key, german, english;
};

// Of letters, by the way in which they are sorted.
constexpr SliceWords kLetters[] = {
    {"letter_kind/damaged", "mit Lesefehlern", "with reading errors"},
    {"letter_kind/foreign", "in anderer Sprache", "in another language"},
    {"letter_kind/long", "lange Schreiben", "long letters"},
    {"letter_kind/quoted", "mit zitierter Post", "with quoted post"},
    {"letter_kind/several_services", "zu mehreren Leistungen", "about several services"},
    {"letter_kind/short", "kurze Schreiben", "short letters"},
    {"letter_kind/simple", "in kurzen Sätzen", "in short sentences"},
    {"letter_kind/unnamed", "ohne Namen der Leistung", "service not named"},
    {"language/ar", "Sprache: Arabisch", "Language: Arabic"},
    {"language/de", "Sprache: Deutsch", "Language: German"},
    {"language/en", "Sprache: Englisch", "Language: English"},
    {"language/es", "Sprache: Spanisch", "Language: Spanish"},
    {"language/fr", "Sprache: Französisch", "Language: French"},
    {"language/it", "Sprache: Italienisch", "Language: Italian"},
    {"language/pl", "Sprache: Polnisch", "Language: Polish"},
    {"language/ro", "Sprache: Rumänisch", "Language: Romanian"},
    {"language/ru", "Sprache: Russisch", "Language: Russian"},
    {"language/tr", "Sprache: Türkisch", "Language: Turkish"},
    {"language/uk", "Sprache: Ukrainisch", "Language: Ukrainian"},
};

template <std::size_t N>
std::optional<InLanguages> words_in(SliceWords const (&words)[N], std::string_view key) {
    auto const* const found = std::ranges::find(words, key, &SliceWords::key);
    if (found == std::end(words))
        return std::nullopt;
    return InLanguages{std::string{found->german}, std::string{found->english}};
}

} // namespace

Slice slice_of_kind(std::string const& kind) {
    auto words = finding_kind_in_words(kind);
    return {kind, {std::move(words.german), std::move(words.english)}};
}

Slice slice_of_letters(std::string const& kind, std::string const& by, std::string const& name) {
    auto slice = slice_of_kind(kind);
    auto letters = words_in(kLetters, by + "/" + name);
    if (!letters) {
        auto const words = group_in_words({{by, name}});
        letters = InLanguages{words.german, words.english};
    }
    slice.key += ", " + by + ": " + name;
    slice.name.german += ", " + letters->german;
    slice.name.english += ", " + letters->english;
    return slice;
}

Slice slice_of_group(std::map<std::string, std::string> const& of) {
    Slice slice;
    for (auto const& [trait, value] : of)
        slice.key += (slice.key.empty() ? "" : ", ") + trait + ": " + value;
    auto words = group_in_words(of);
    slice.name = {std::move(words.german), std::move(words.english)};
    return slice;
}

} // namespace leitstand
