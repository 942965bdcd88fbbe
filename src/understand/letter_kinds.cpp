// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/letter_kinds.hpp"

#include <algorithm>

namespace leitstand::detail_understand {

namespace {

constexpr std::size_t kShortWords = 60, kLongWords = 130; // of own words
constexpr std::size_t kSimpleSentences = 4, kSimpleSentenceWords = 8;
constexpr std::size_t kDamagedWords = 2;

bool small_letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// "Kinderge1d", "Te1efax", "Grundsi8herung": a digit among at least three small letters.
bool digit_among_letters(std::string_view word) {
    bool digit = false;
    for (std::size_t i = 1; i < word.size(); ++i)
        digit = digit || (word[i] >= '0' && word[i] <= '9' && small_letter(word[i - 1]));
    return digit && std::count_if(word.begin(), word.end(), small_letter) >= 3;
}

// Frequent words as recognition often leaves them: "Ich", "Damen", "im", "für", "vom".
bool misread(std::string_view word) {
    static constexpr auto kMisread = std::to_array<std::string_view>(
        {"lch", "ieh", "Darnen", "irn", "iiber", "fiir", "vorn", "zurn"});
    return std::find(kMisread.begin(), kMisread.end(), word) != kMisread.end();
}

std::size_t damaged_words(std::string_view text) {
    std::size_t damaged = 0;
    for (std::size_t start = 0; start < text.size();) {
        auto const end = std::min(text.find_first_of(" \n\t.,;:!?()/-", start), text.size());
        auto const word = text.substr(start, end - start);
        damaged += digit_among_letters(word) || misread(word);
        start = end + 1;
    }
    return damaged;
}

struct OwnWords {
    std::size_t words = 0, sentences = 0;
};

OwnWords own_words(Scene const& scene) {
    OwnWords own;
    std::uint32_t sentence = ~0u;
    for (auto const& token : scene.tokens()) {
        if (token.kind == text::TokenKind::sign || scene.zone_at(token.span.start) != Zone::body)
            continue;
        ++own.words;
        own.sentences += std::exchange(sentence, token.sentence) != token.sentence;
    }
    return own;
}

} // namespace

std::vector<std::string> letter_kinds(Scene const& scene, LetterFacts const& facts) {
    auto const own = own_words(scene);
    auto const holds = [&](std::string_view kind) {
        if (kind == "damaged")
            return damaged_words(scene.text()) >= kDamagedWords;
        if (kind == "foreign")
            return !facts.language.empty() && facts.language != kTrainedLanguage;
        if (kind == "long")
            return own.words > kLongWords;
        if (kind == "quoted")
            return std::any_of(scene.lines().begin(), scene.lines().end(), [](Line const& line) {
                return line.zone == Zone::quoted && !line.blank();
            });
        if (kind == "several_services")
            return facts.services > 1;
        if (kind == "short")
            return own.words < kShortWords;
        if (kind == "simple")
            return own.sentences >= kSimpleSentences &&
                   own.words <= kSimpleSentenceWords * own.sentences;
        return std::none_of(facts.judged.begin(), facts.judged.end(), [](Judged const& judged) {
            return judged.kind == FindingKind::service && judged.score >= 0;
        });
    };
    std::vector<std::string> kinds;
    for (auto const kind : kLetterKinds)
        if (holds(kind))
            kinds.emplace_back(kind);
    return kinds;
}

} // namespace leitstand::detail_understand
